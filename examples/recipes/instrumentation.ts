import { defer, finalize } from 'rxjs';
import type { Instrumentation } from 'opencode-rx';

/** Tells how long each request and each life of the event connection took, and what happened in between. */
export const timings = (log: (line: string) => void): Instrumentation => ({
  instrument: (name, payload, source) =>
    defer(() => {
      const start = performance.now();
      return source.pipe(
        finalize(() => log(`${name} ${JSON.stringify(payload)} ${Math.round(performance.now() - start)} ms`)),
      );
    }),
  notify: (name, payload) => log(`${name} ${JSON.stringify(payload)}`),
});
