import { sse, type SseRequest } from '../../lib/transport/sse.js';
import { scriptedFetch, type Respond } from '../support/scripted-fetch.js';

export const url = 'http://server.test/event?token=secret';

export function answering(respond: Respond, some: Partial<SseRequest> = {}) {
  const { fetch, requests: calls } = scriptedFetch(respond);
  return { calls, messages$: sse({ url, fetch, ...some }) };
}
