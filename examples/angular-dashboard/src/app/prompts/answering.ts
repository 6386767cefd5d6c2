import { signal } from '@angular/core';
import type { Observable } from 'rxjs';
import { reason } from '../ui/words';

/** The way of an answer to the server: under way, failed, or done, when the request leaves the list by itself. */
export class Answering {
  readonly busy = signal(false);
  readonly error = signal('');

  send(answer$: Observable<boolean>): void {
    this.busy.set(true);
    this.error.set('');
    answer$.subscribe({
      error: (error: unknown) => {
        this.busy.set(false);
        this.error.set(reason(error));
      },
    });
  }
}
