import type { Signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { concat, of, switchMap, type Observable } from 'rxjs';
import { paced } from 'opencode-rx';

/**
 * The latest value of a stream of whatever is selected, at most one a frame; undefined until there is one.
 *
 * Selecting another leaves the first: nothing of it stays subscribed.
 */
export function selected<S, T>(source: Signal<S>, pick: (source: S) => Observable<T>): Signal<T | undefined> {
  return toSignal(toObservable(source).pipe(switchMap(current => concat(of(undefined), pick(current).pipe(paced())))));
}
