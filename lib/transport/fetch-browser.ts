import type { Fetch } from './http.js';

/** The default `fetch` of browser bundles, behind the `#fetch` import: the page's own at the time of each call, so that interceptors installed later see it. */
export const defaultFetch: Fetch = (input, init) => globalThis.fetch(input, init);
