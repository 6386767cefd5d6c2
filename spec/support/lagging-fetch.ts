import type { Fetch } from '../../lib/transport/http.js';

/** A `fetch` whose answers take so many milliseconds, in turn. They tell what was so when they were asked for. */
export function laggingFetch(fetch: Fetch, lags: readonly number[] = [0]): Fetch {
  let requests = 0;
  return async (input, init) => {
    const lag = lags[requests++ % lags.length] ?? 0;
    const response = await fetch(input, init);
    const isStream = response.headers.get('content-type') === 'text/event-stream';
    if (lag > 0 && !isStream) await passed(lag, init?.signal);
    return response;
  };
}

/** Nobody waits for an answer whose request was left. */
const passed = (ms: number, signal: AbortSignal | null | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
