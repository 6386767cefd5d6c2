import { DOCUMENT, inject, Injectable } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { concat, filter, fromEvent, map, merge, of, switchMap, timer } from 'rxjs';

/** Milliseconds without a key after which nobody types any more. */
const PAUSE = 1_500;

const TEXT_FIELDS = 'textarea, [contenteditable], input:not([type="checkbox"], [type="radio"])';

/** Whether somebody is writing into a text field, wherever on the page. */
@Injectable({ providedIn: 'root' })
export class Typing {
  private readonly document = inject(DOCUMENT);

  /** On-screen keyboards press no keys, but they put letters in. */
  readonly now = toSignal(
    merge(fromEvent(this.document, 'keydown', { capture: true }), fromEvent(this.document, 'input')).pipe(
      filter(({ target }) => target instanceof Element && target.matches(TEXT_FIELDS)),
      switchMap(() => concat(of(true), timer(PAUSE).pipe(map(() => false)))),
    ),
    { initialValue: false },
  );
}
