import { Component, inject } from '@angular/core';
import type { PermissionAnswer, PermissionRequest, QuestionAnswer, QuestionRequest } from 'opencode-rx';
import { DIALOG_DATA, DialogRef } from './dialog.js';

/** Asks the first question of a request, with a button for each of its answers. */
@Component({
  template: `
    @for (option of request.questions[0]?.options; track option.label) {
      <button (click)="dialog.close([[option.label]])">{{ option.label }}</button>
    }
  `,
})
export class QuestionDialog {
  readonly request = inject(DIALOG_DATA) as QuestionRequest;
  readonly dialog = inject<DialogRef<QuestionAnswer>>(DialogRef);
}

/** Asks for a permission. */
@Component({
  template: `
    <p>{{ request.permission }} {{ request.patterns }}</p>
    <button (click)="dialog.close('once')">Allow once</button>
    <button (click)="dialog.close('always')">Allow always</button>
  `,
})
export class PermissionDialog {
  readonly request = inject(DIALOG_DATA) as PermissionRequest;
  readonly dialog = inject<DialogRef<PermissionAnswer>>(DialogRef);
}
