import { DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { Observable } from 'rxjs';
import { injectOpencode } from 'opencode-rx/angular';
import { reason } from '../ui/words';

/** What can be done to sessions. The lists need no telling: the server's events change them. */
@Injectable({ providedIn: 'root' })
export class SessionActions {
  private readonly client = injectOpencode();
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);

  /** Why the last one failed. */
  readonly error = signal('');

  create(): void {
    this.run(
      this.client.createSession(),
      ({ id }) => void this.router.navigate(['/session', id], { state: { compose: true } }),
    );
  }

  rename(sessionID: string, title: string): void {
    this.run(this.client.updateSession(sessionID, { title }));
  }

  delete(sessionID: string): void {
    this.run(this.client.deleteSession(sessionID), () => void this.leave());
  }

  /** What had the focus is gone with its page. */
  private async leave(): Promise<void> {
    await this.router.navigate(['/']);
    this.document.getElementById('main')?.focus();
  }

  private run<T>(action$: Observable<T>, done: (value: T) => void = () => undefined): void {
    this.error.set('');
    action$.subscribe({
      next: done,
      error: (error: unknown) => this.error.set(reason(error)),
    });
  }
}
