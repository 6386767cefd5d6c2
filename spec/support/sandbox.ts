import { startSandbox, type Sandbox, type SandboxOptions } from '../../examples/sandbox/index.js';

/** Starting a server, or its first turn, on a busy machine, in milliseconds. */
const BOOT = 90_000;

/** One sandbox for a spec file (or a `describe`), started before its specs and stopped after them: call the answer for it. */
export function useSandbox(options: SandboxOptions = {}): () => Sandbox {
  let sandbox: Sandbox | undefined;
  jest.setTimeout(60_000);
  beforeAll(async () => {
    sandbox = await startSandbox(options);
  }, BOOT);
  afterAll(() => sandbox?.stop(), BOOT);
  return () => given(sandbox);
}

/** The same, with a turn behind it: the first of a new server takes seconds, and specs have deadlines. */
export function useWarmSandbox(options: SandboxOptions): () => Sandbox {
  const sandbox = useSandbox(options);
  beforeAll(() => warmUp(sandbox()), BOOT);
  return sandbox;
}

/** Runs a short turn. */
export async function warmUp(server: Server): Promise<void> {
  await plainTurn(server, await plainSession(server), 'Warm up.');
}

/**
 * The worker's own sandbox, which is warm and was used by other spec files before: none of their sessions is left, but
 * files in its directory are, and so would be a permission that was answered with "always".
 */
export function borrowSandbox(options: Pick<SandboxOptions, 'delay'> = {}): () => Sandbox {
  let sandbox: Sandbox | undefined;
  jest.setTimeout(60_000);
  beforeAll(async () => {
    sandbox = await lendSandbox(options);
  }, BOOT);
  return () => given(sandbox);
}

/** Given to every spec file by the environment it runs in. */
declare function lendSandbox(options: Pick<SandboxOptions, 'delay'>): Promise<Sandbox>;

function given(sandbox: Sandbox | undefined): Sandbox {
  if (sandbox === undefined) throw new Error('The sandbox has not started');
  return sandbox;
}

/** What a plain request needs to know of a server. */
export type Server = Pick<Sandbox, 'url' | 'authorization'>;

/** A stored message as the server answers it, as far as specs look. */
export interface StoredMessage {
  readonly info: { readonly id: string; readonly role: string; readonly parentID?: string } & Readonly<
    Record<string, unknown>
  >;
  readonly parts: readonly ({ readonly type: string; readonly text?: string } & Readonly<Record<string, unknown>>)[];
}

/** A request without our client: the parsed answer, or an error naming what failed. */
export async function rest<T>(server: Server, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: server.authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** A new session, made without our client; its id. */
export async function plainSession(server: Server, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return (await rest<{ id: string }>(server, 'POST', '/session', body)).id;
}

/** Posts a prompt and does not wait for its turn. */
export function plainPrompt(server: Server, sessionID: string, text: string, more: object = {}): Promise<void> {
  return rest(server, 'POST', `/session/${sessionID}/prompt_async`, { parts: [{ type: 'text', text }], ...more });
}

/** Runs a prompt to its end; the last assistant message. */
export function plainTurn(server: Server, sessionID: string, text: string, more: object = {}): Promise<StoredMessage> {
  return rest(server, 'POST', `/session/${sessionID}/message`, { parts: [{ type: 'text', text }], ...more });
}

/** What the server has stored. */
export function storedMessages(server: Server, sessionID: string): Promise<readonly StoredMessage[]> {
  return rest(server, 'GET', `/session/${sessionID}/message`);
}

/** Asks until the answer is good (or 50 s have passed, then it errors). */
export async function eventually<T>(ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + 50_000;
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (Date.now() > end) throw new Error(`Still not: ${JSON.stringify(answer)}`);
    await new Promise(again => setTimeout(again, 50));
  }
}
