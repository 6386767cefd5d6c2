import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { PermissionDialog } from './permission-dialog';
import { PromptDesk } from './prompt-desk';
import { QuestionDialog } from './question-dialog';

/** The dialog of the request that is looked at; each request has one of its own. */
@Component({
  selector: 'app-prompt-dialogs',
  imports: [PermissionDialog, QuestionDialog],
  template: `
    @for (request of open(); track request.id) {
      @if (request.kind === 'question') {
        <app-question-dialog [request]="request" (closed)="desk.close(request.id)" />
      } @else if (request.kind === 'permission') {
        <app-permission-dialog [request]="request" (closed)="desk.close(request.id)" />
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PromptDialogs {
  protected readonly desk = inject(PromptDesk);
  protected readonly open = computed(() => {
    const current = this.desk.current();
    return current === undefined ? [] : [current];
  });
}
