/** An answer of JSON. */
export function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' }, ...init });
}

/** An empty answer. */
export const noContent = (): Response => new Response(null, { status: 204 });

/** What the server says of a session or message that it does not have. */
export const notFound = (what: 'Session' | 'Message', id: string): Response =>
  json({ name: 'NotFoundError', data: { message: `${what} not found: ${id}` } }, { status: 404 });

/** What the server says of a body that is not what it should be. */
export const badRequest = (message: string): Response =>
  json({ name: 'BadRequest', data: { message, kind: 'Payload' } }, { status: 400 });

/** What a scripted server says when its script is at fault. */
export const badScript = (message: string, status = 501): Response =>
  json({ name: 'BadScript', data: { message } }, { status });

/** Fails the way Node's `fetch` does when the network does: `ECONNREFUSED`, `ECONNRESET`, … */
export function networkError(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

/** The server refuses with a status, in words of its own. */
export const refusal = (status: number): Response =>
  json({ name: 'ScriptedRefusal', data: { message: `The test refuses with ${String(status)}` } }, { status });
