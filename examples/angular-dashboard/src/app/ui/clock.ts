import { Injectable } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { map, timer } from 'rxjs';

/** The time of day, in milliseconds since 1970. */
@Injectable({ providedIn: 'root' })
export class Clock {
  /** Now, and every ten seconds: for "3 min ago". */
  readonly slowly$ = timer(0, 10_000).pipe(map(() => Date.now()));

  /** Every second: for countdowns. */
  readonly now = toSignal(timer(0, 1_000).pipe(map(() => Date.now())), { initialValue: Date.now() });
}
