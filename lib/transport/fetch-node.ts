import { fetch as crossFetch } from 'cross-fetch';
import type { Fetch } from './http.js';

/**
 * The default `fetch` outside browsers, behind the `#fetch` import: cross-fetch, which (unlike Node's own) gives up
 * neither on an event stream nor on an answer that are silent for 300 s.
 */
export const defaultFetch: Fetch = (input, init) => crossFetch(input, init);
