import type { NgZone } from '@angular/core';
import { Observable } from 'rxjs';
import type { Instrumentation } from '../instrumentation.js';

/**
 * An adapter that lets the event connection live outside a zone, beside another adapter. With zone.js each chunk that is
 * read inside checks the whole application, and its timers keep it from ever being stable. Requests stay where they are
 * sent: an answer is worth a check.
 */
export const outsideZone = (zone: NgZone, inner: Instrumentation): Instrumentation => ({
  instrument: (name, payload, source) => {
    const instrumented$ = inner.instrument(name, payload, source);
    return name === 'opencode.connection' ? subscribedOutside(zone, instrumented$) : instrumented$;
  },
  notify: (name, payload) => {
    inner.notify(name, payload);
  },
});

const subscribedOutside = <T>(zone: NgZone, source: Observable<T>): Observable<T> =>
  new Observable(subscriber => zone.runOutsideAngular(() => source.subscribe(subscriber)));
