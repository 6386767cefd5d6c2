import { Component, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { switchMap } from 'rxjs';
import { paced, type PermissionAnswer, type QuestionAnswer, type Reply } from 'opencode-rx';
import { injectOpencode } from 'opencode-rx/angular';
import { injectAskInDialog } from './ask-in-dialog.js';
import { PermissionDialog, QuestionDialog } from './prompt-dialogs.js';

@Component({
  selector: 'app-chat',
  template: `
    <input #prompt /> <button (click)="ask(prompt.value)">Ask</button>
    <p>{{ reply()?.fullText }}</p>
    @for (tool of reply()?.toolParts; track tool.id) {
      <li>{{ tool.tool }}: {{ tool.status }}</li>
    }
    @if (error()) {
      <p role="alert">{{ error() }}</p>
    }
  `,
})
export class ChatComponent {
  readonly reply = signal<Reply | undefined>(undefined);
  readonly error = signal('');
  private readonly client = injectOpencode();
  private readonly inDialog = injectAskInDialog();
  private readonly destroyRef = inject(DestroyRef);

  ask(text: string): void {
    this.error.set('');
    this.client
      .createSession()
      .pipe(
        switchMap(session =>
          this.client.stream(session.id, text, {
            onQuestion: request => this.inDialog<QuestionAnswer>(QuestionDialog, request),
            onPermission: request => this.inDialog<PermissionAnswer>(PermissionDialog, request),
          }),
        ),
        paced(), // at most one snapshot a frame; the last one always
        takeUntilDestroyed(this.destroyRef),
      )
      .subscribe({
        next: reply => this.reply.set(reply),
        error: (error: unknown) => this.error.set(error instanceof Error ? error.message : String(error)),
      });
  }
}
