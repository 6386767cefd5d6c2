import type { OpencodeClient } from '../../lib/client.js';
import type { Reply } from '../../lib/reply/reply.js';
import { answer, expectNothingLeft, ScriptedServer, SESSION, told, userMessage } from '../support/scripted-server.js';

export const PROMPT = 'msg_a';
export const options = { messageID: PROMPT };
export const permission = { id: 'per_1', sessionID: SESSION, permission: 'bash', patterns: ['ls'] };
export const busy = { type: 'session.status', properties: { sessionID: SESSION, status: { type: 'busy' } } };

export const failing = (message: string, name = 'UnknownError') => ({
  type: 'session.error',
  properties: { sessionID: SESSION, error: { name, data: { message } } },
});

export let server: ScriptedServer;
export let client: OpencodeClient;

/** What somebody who subscribed has seen. */
export function watch(
  stream: { subscribe: OpencodeClient['events$']['subscribe'] } | ReturnType<OpencodeClient['stream']>,
) {
  const seen: { replies: Reply[]; error?: unknown; completed: boolean; leave: () => void } = {
    replies: [],
    completed: false,
    leave: () => undefined,
  };
  const subscription = (stream as ReturnType<OpencodeClient['stream']>).subscribe({
    next: reply => seen.replies.push(reply),
    error: (error: unknown) => (seen.error = error),
    complete: () => (seen.completed = true),
  });
  seen.leave = () => {
    subscription.unsubscribe();
  };
  return seen;
}

export const settle = (ms = 0): Promise<void> => jest.advanceTimersByTimeAsync(ms);

/** The server has begun to answer. */
export const begun = answer(PROMPT, '', { time: { created: 2 }, finish: undefined });

/** The server begins to answer the prompt, and goes on with it. */
export function begin(): void {
  server.statuses = { [SESSION]: { type: 'busy' } };
  server.messages = [userMessage(PROMPT), { ...begun, parts: [] }];
  server.say(...server.messages.flatMap(told));
}

/** The server takes the prompt and answers it to the end. */
export function serve(text = 'Hello'): void {
  server.messages = [userMessage(PROMPT), answer(PROMPT, text)];
  server.say(...server.messages.flatMap(told));
}

/** A server and a client of it for each spec of the file, which leaves nothing behind. */
export function useServer(): void {
  beforeEach(() => {
    jest.useFakeTimers();
    server = new ScriptedServer();
    client = server.client();
  });
  afterEach(() => {
    expectNothingLeft(server);
  });
}
