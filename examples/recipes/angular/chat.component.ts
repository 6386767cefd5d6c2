import { Component, DestroyRef, inject, InjectionToken, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatDialog } from '@angular/material/dialog';
import { defer, finalize, switchMap, type Observable } from 'rxjs';
import { OpencodeClient, paced, type PermissionAnswer, type QuestionAnswer, type Reply } from 'opencode-rx';
import { PermissionDialog, QuestionDialog } from './dialogs.js';

/** One client, and so one event connection, for the whole application. */
export const OPENCODE = new InjectionToken('OpencodeClient', {
  providedIn: 'root',
  factory: () => new OpencodeClient({ baseUrl: 'http://localhost:4096' }),
});

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
  private readonly client = inject(OPENCODE);
  private readonly dialog = inject(MatDialog);
  private readonly destroyRef = inject(DestroyRef);

  ask(text: string): void {
    this.error.set('');
    this.client
      .createSession()
      .pipe(
        switchMap(session =>
          this.client.stream(session.id, text, {
            onQuestion: request => this.answer<QuestionAnswer>(QuestionDialog, request),
            onPermission: request => this.answer<PermissionAnswer>(PermissionDialog, request),
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

  /** A dialog as its answer; dismissed it gives `undefined`, which rejects. Closed when somebody else has answered. */
  private answer<R>(component: new () => unknown, data: unknown): Observable<R | undefined> {
    return defer(() => {
      const ref = this.dialog.open<unknown, unknown, R>(component, { data });
      return ref.afterClosed().pipe(finalize(() => ref.close()));
    });
  }
}
