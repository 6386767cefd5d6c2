import { NEVER, defer, filter, fromEvent, map, merge, type Observable } from 'rxjs';

/**
 * Emits when the page comes back online or into view: the moments to try a lost connection at once. Silent outside
 * pages. The only place that looks for `window` and `document`.
 *
 * Producers: two listeners per subscription. First value: at the next such moment. Never completes, never errors.
 * Unsubscribing removes the listeners.
 */
export function pageSignals(): Observable<void> {
  return defer(() => {
    if (typeof window === 'undefined' || typeof document === 'undefined') return NEVER;
    const shown$ = fromEvent(document, 'visibilitychange').pipe(filter(() => document.visibilityState === 'visible'));
    return merge(fromEvent(window, 'online'), shown$).pipe(map(() => undefined));
  });
}
