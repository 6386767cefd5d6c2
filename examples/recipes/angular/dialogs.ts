import { Component, inject } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import type { PermissionAnswer, PermissionRequest, QuestionAnswer, QuestionRequest } from 'opencode-rx';

/** Asks the first question of a request, with a button for each of its answers. */
@Component({
  template: `
    @for (option of request.questions[0]?.options; track option.label) {
      <button (click)="ref.close([[option.label]])">{{ option.label }}</button>
    }
  `,
})
export class QuestionDialog {
  readonly request = inject(MAT_DIALOG_DATA) as QuestionRequest;
  readonly ref: MatDialogRef<QuestionDialog, QuestionAnswer> = inject(MatDialogRef<QuestionDialog, QuestionAnswer>);
}

/** Asks for a permission. */
@Component({
  template: `
    <p>{{ request.permission }} {{ request.patterns }}</p>
    <button (click)="ref.close('once')">Allow once</button>
    <button (click)="ref.close('always')">Allow always</button>
  `,
})
export class PermissionDialog {
  readonly request = inject(MAT_DIALOG_DATA) as PermissionRequest;
  readonly ref: MatDialogRef<PermissionDialog, PermissionAnswer> = inject(
    MatDialogRef<PermissionDialog, PermissionAnswer>,
  );
}
