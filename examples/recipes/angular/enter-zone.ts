import type { NgZone } from '@angular/core';
import { Observable, type MonoTypeOperatorFunction } from 'rxjs';

/**
 * What comes enters Angular's zone. Last in the pipe, and only where zone.js is and neither a signal nor the `async` pipe
 * takes it: plain fields, dialogs, the router.
 */
export const enterZone =
  <T>(zone: NgZone): MonoTypeOperatorFunction<T> =>
  source =>
    new Observable(subscriber =>
      source.subscribe({
        next: value => zone.run(() => subscriber.next(value)),
        error: (error: unknown) => zone.run(() => subscriber.error(error)),
        complete: () => zone.run(() => subscriber.complete()),
      }),
    );
