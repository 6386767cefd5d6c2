import { lastValueFrom, NEVER, of, Subject, take, throwError } from 'rxjs';
import type { OpencodeClient } from '../../lib/client.js';
import {
  BadRequestError,
  ConnectionError,
  IdleStreamError,
  PromptRejectedError,
  SessionNotFoundError,
  StaleSessionError,
  TimeoutError,
} from '../../lib/errors.js';
import type { Reply } from '../../lib/reply/reply.js';
import {
  answer,
  compactionMessage,
  expectNothingLeft,
  idle,
  lost,
  ScriptedServer,
  SESSION,
  synthetic,
  told,
  userMessage,
} from '../support/scripted-server.js';
import { json, networkError } from '../support/scripted-fetch.js';

const PROMPT = 'msg_a';
const options = { messageID: PROMPT };
const permission = { id: 'per_1', sessionID: SESSION, permission: 'bash', patterns: ['ls'] };
const question = { id: 'que_1', sessionID: SESSION, questions: [{ question: 'Which?' }] };
const busy = { type: 'session.status', properties: { sessionID: SESSION, status: { type: 'busy' } } };
const failing = (message: string, name = 'UnknownError') => ({
  type: 'session.error',
  properties: { sessionID: SESSION, error: { name, data: { message } } },
});

let server: ScriptedServer;
let client: OpencodeClient;

beforeEach(() => {
  jest.useFakeTimers();
  server = new ScriptedServer();
  client = server.client();
});

afterEach(() => {
  expectNothingLeft(server);
});

/** What somebody who subscribed has seen. */
function watch(stream: { subscribe: OpencodeClient['events$']['subscribe'] } | ReturnType<OpencodeClient['stream']>) {
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

const settle = (ms = 0): Promise<void> => jest.advanceTimersByTimeAsync(ms);

/** The server has begun to answer. */
const begun = answer(PROMPT, '', { time: { created: 2 }, finish: undefined });

/** The server begins to answer the prompt, and goes on with it. */
function begin(): void {
  server.statuses = { [SESSION]: { type: 'busy' } };
  server.messages = [userMessage(PROMPT), { ...begun, parts: [] }];
  server.say(...server.messages.flatMap(told));
}

/** The server takes the prompt and answers it to the end. */
function serve(text = 'Hello'): void {
  server.messages = [userMessage(PROMPT), answer(PROMPT, text)];
  server.say(...server.messages.flatMap(told));
}

describe('a turn', () => {
  it('shows a waiting snapshot at once, posts after server.connected, and completes with what the server stored', async () => {
    const seen = watch(client.stream(SESSION, 'Hi'));
    expect(seen.replies.map(({ status }) => status)).toEqual(['waiting']);
    expect(server.callsOf('prompt_async')).toHaveLength(0);
    await settle();
    expect(server.calls.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'GET /event',
      `POST /session/${SESSION}/prompt_async`,
    ]);
    const { messageID } = server.calls[1]?.body as { messageID: string };
    server.messages = [userMessage(messageID), answer(messageID, 'Hello')];
    server.say(...server.messages.flatMap(told));
    await settle();
    expect(seen.completed).toBe(true);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
  });

  it('posts once in its life: second subscribers, siblings and those who come back share it', async () => {
    const stream = client.stream(SESSION, 'Hi');
    const [first, second] = [watch(stream), watch(stream)];
    stream.todos$.subscribe().unsubscribe();
    await settle();
    first.leave();
    second.leave();
    expect(server.listeners).toBe(0);
    const third = watch(stream);
    await settle();
    const { messageID } = stream;
    server.messages = [userMessage(messageID ?? ''), answer(messageID ?? '', 'Hello')];
    server.say(idle);
    await settle();
    expect(third.replies.at(-1)?.fullText).toBe('Hello');
    expect(third.completed).toBe(true);
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('gives the last snapshot and the end to whoever comes after it, without a request', async () => {
    const stream = client.stream(SESSION, 'Hi', { ...options });
    const seen = watch(stream);
    await settle();
    serve();
    await settle();
    const requests = server.calls.length;
    const late = watch(stream);
    expect(late.completed).toBe(true);
    expect(late.replies).toEqual([seen.replies.at(-1)]);
    expect(late.replies[0]).toBe(seen.replies.at(-1));
    expect(server.calls).toHaveLength(requests);
  });

  it('completes a prompt without reply on acceptance', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { noReply: true }));
    await settle();
    expect(seen.completed).toBe(true);
    expect(seen.replies.at(-1)?.status).toBe('completed');
  });

  it('follows the message that another process posted instead of posting it again', async () => {
    server.messages = [userMessage(PROMPT), answer(PROMPT, 'Hello')];
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    expect(server.callsOf('prompt_async')).toHaveLength(0);
    expect(seen.replies.at(-1)?.fullText).toBe('Hello');
    expect(seen.completed).toBe(true);
  });
});

describe('a post whose answer was lost', () => {
  beforeEach(() => {
    server.override = ({ url }) => (url.pathname.endsWith('prompt_async') ? lost() : undefined);
  });

  it('is looked for, found and followed', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle(250);
    serve();
    await settle(1000);
    expect(seen.completed).toBe(true);
    expect(seen.replies.at(-1)?.fullText).toBe('Hello');
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('is found though the server cannot show it', async () => {
    server.override = ({ method, url }) => {
      if (url.pathname.endsWith('prompt_async')) return lost();
      const unreadable = method === 'GET' && url.pathname.includes('/message/');
      return unreadable ? json({ name: 'BadRequest', data: { message: 'Expected' } }, { status: 400 }) : undefined;
    };
    const stream = client.stream(SESSION, 'Hi');
    const id = stream.messageID ?? '';
    server.messages = [userMessage(id), answer(id, 'Hello')];
    const seen = watch(stream);
    await settle(100);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('is never repeated: not found within 5 s it errors, and a retry only looks again', async () => {
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle(4900);
    expect(seen.error).toBeUndefined();
    await settle(200);
    expect(seen.error).toBeInstanceOf(ConnectionError);
    const again = watch(stream);
    serve();
    await settle(1000);
    expect(again.replies.at(-1)?.fullText).toBe('Hello');
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('is looked for as long as there is no connection, and then anew', async () => {
    server.override = ({ method, url }) =>
      url.pathname === '/event' || (method === 'GET' && server.callsOf('prompt_async').length === 0)
        ? undefined
        : lost();
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle(400);
    expect(server.callsOf('prompt_async')).toHaveLength(1);
    server.override = () => lost();
    server.cut();
    await settle(30_000);
    expect(seen.error).toBeUndefined();
    server.override = () => undefined;
    serve();
    await settle(40_000);
    expect(seen.completed).toBe(true);
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('may be sent again when it was certainly not sent', async () => {
    let refused = 0;
    server.override = ({ url }) => {
      if (!url.pathname.endsWith('prompt_async') || refused > 0) return undefined;
      refused += 1;
      return Promise.reject(networkError('ECONNREFUSED'));
    };
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle();
    expect(seen.error).toBeInstanceOf(ConnectionError);
    const again = watch(stream);
    await settle();
    serve();
    await settle();
    expect(again.completed).toBe(true);
    expect(server.callsOf('prompt_async')).toHaveLength(2);
  });

  it('may be sent again when the server was asked too much', async () => {
    const limited = () => json({}, { status: 429 });
    server.override = ({ url }) => (url.pathname.endsWith('prompt_async') ? limited() : undefined);
    const stream = client.stream(SESSION, 'Hi', { messageID: undefined });
    const first = watch(stream);
    await settle();
    expect(first.error).toBeInstanceOf(BadRequestError);
    server.override = () => undefined;
    const second = watch(stream);
    await settle();
    expect(server.callsOf('prompt_async')).toHaveLength(2);
    second.leave();
  });

  it('is unknown to whoever left while it was under way: coming back looks for it', async () => {
    server.override = ({ url }) => (url.pathname.endsWith('prompt_async') ? new Promise(() => undefined) : undefined);
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle();
    seen.leave();
    const early = watch(stream);
    await settle(6000);
    expect(early.error).toBeInstanceOf(ConnectionError);
    serve();
    const again = watch(stream);
    await settle(100);
    expect(again.replies.at(-1)?.fullText).toBe('Hello');
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });
});

describe('a prompt with an id that may have been sent before', () => {
  it('is looked for first, for as long as a busy server needs to answer, and then sent', async () => {
    server.override = ({ url }) =>
      url.pathname.endsWith(PROMPT)
        ? new Promise(late => setTimeout(() => late(json({ name: 'NotFoundError' }, { status: 404 })), 10_000))
        : undefined;
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle(9_999);
    expect(server.callsOf('prompt_async')).toHaveLength(0);
    await settle(1);
    expect(server.callsOf('prompt_async')).toHaveLength(1);
    serve();
    await settle();
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
    expect(seen.error).toBeUndefined();
  });
});

describe('a post whose answer comes late', () => {
  beforeEach(() => {
    server.override = ({ url }) =>
      url.pathname.endsWith('prompt_async')
        ? new Promise(late => setTimeout(() => late(new Response(null, { status: 204 })), 5_000))
        : undefined;
  });

  it('does not keep the turn from ending: what the server says of it shows that it arrived', async () => {
    const stream = client.stream(SESSION, 'Hi');
    const seen = watch(stream);
    await settle();
    const messageID = stream.messageID ?? '';
    server.messages = [userMessage(messageID), answer(messageID, 'Hello')];
    server.say(...server.messages.flatMap(told), idle);
    await settle();
    expect(seen.completed).toBe(true);
    expect(seen.replies.at(-1)?.fullText).toBe('Hello');
    await settle(5_000);
  });

  it('is followed by a look where the connection was lost meanwhile', async () => {
    const stream = client.stream(SESSION, 'Hi');
    const seen = watch(stream);
    await settle();
    server.cut();
    const messageID = stream.messageID ?? '';
    server.messages = [userMessage(messageID), answer(messageID, 'Hello')];
    await settle(1_000);
    expect(server.callsOf('/message')).toHaveLength(0);
    await settle(6_000);
    expect(seen.completed).toBe(true);
    expect(seen.replies.at(-1)?.fullText).toBe('Hello');
  });
});

describe('a prompt that never ran', () => {
  it('errors with the first words of the server', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.messages = [userMessage(PROMPT)];
    server.say(failing('no such model'), failing('a stack trace'), idle);
    await settle(1100);
    expect(seen.error).toBeInstanceOf(PromptRejectedError);
    expect(String(seen.error)).toContain('no such model');
  });

  it('errors though no message was ever stored', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(failing('no such agent'));
    await settle(1100);
    expect(String(seen.error)).toContain('no such agent');
  });

  it('is not taken for one that a cold server stores only after seconds', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle(9000);
    serve();
    await settle();
    expect(seen.error).toBeUndefined();
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
  });

  it('keeps its error for whoever comes later', async () => {
    server.override = ({ url }) =>
      url.pathname.endsWith('prompt_async')
        ? json({ name: 'BadRequest', data: { message: 'no parts' } }, { status: 400 })
        : undefined;
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle();
    expect(seen.error).toBeInstanceOf(BadRequestError);
    expect(watch(stream).error).toBe(seen.error);
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('errors when the session was deleted', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say({ type: 'session.deleted', properties: { sessionID: SESSION, info: { id: SESSION } } });
    expect(seen.error).toBeUndefined();
    await settle();
    expect(seen.error).toBeInstanceOf(SessionNotFoundError);
  });
});

describe('a session that is not there', () => {
  beforeEach(() => (server.sessions = {}));

  it('errors as such where the server takes prompts for it all the same', async () => {
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle(2500);
    expect(seen.error).toBeInstanceOf(SessionNotFoundError);
    expect(watch(stream).error).toBe(seen.error);
  });

  it('errors as such where the server has an empty list of its messages', async () => {
    const seen = watch(client.attach(SESSION));
    await settle();
    expect(seen.error).toBeInstanceOf(SessionNotFoundError);
  });
});

describe('a turn that follows an aborted one', () => {
  const aborted = failing('Aborted', 'MessageAbortedError');

  it('is not blamed for it: the words of its own error are what is told', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.messages = [userMessage(PROMPT)];
    server.say(aborted, idle, failing('no such model'), idle);
    await settle(1100);
    expect(String(seen.error)).toContain('no such model');
  });

  it('is interrupted, not aborted, when the server dies under it', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(aborted, idle);
    begin();
    server.statuses = {};
    server.say(idle);
    await settle(900);
    expect(seen.replies.at(-1)?.status).toBe('interrupted');
  });

  it('is not blamed for the error that ended the one before', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(failing('the one before'), idle);
    server.messages = [userMessage(PROMPT)];
    server.say(...told(userMessage(PROMPT)), busy, failing('no such model'), idle);
    await settle(1100);
    expect(String(seen.error)).toContain('no such model');
  });

  it('is not ended by its idle when looks fail', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(aborted, idle);
    begin();
    server.say(busy);
    server.override = ({ url }) => (url.pathname.endsWith('/status') ? json('down', { status: 502 }) : undefined);
    await settle(9000);
    expect(seen.completed).toBe(false);
    seen.leave();
  });
});

describe('a turn that is aborted while its conversation is compacted', () => {
  it('is aborted, though the server speaks of the prompt once more', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.statuses = { [SESSION]: { type: 'busy' } };
    const stepOf = answer(PROMPT, 'x', { finish: 'tool-calls' });
    const summary = answer('msg_c', 'So far.', { time: { created: 4, completed: 5 } });
    server.messages = [userMessage(PROMPT), stepOf, compactionMessage('msg_c', 4), summary, synthetic('msg_v', 5)];
    server.say(...server.messages.flatMap(told));
    await settle();
    server.statuses = {};
    server.say(failing('Aborted', 'MessageAbortedError'), told(userMessage(PROMPT))[0]!, idle);
    await settle(1000);
    expect(seen.replies.at(-1)?.status).toBe('aborted');
  });
});

describe('a turn that is aborted before it was answered', () => {
  it('is aborted, though the server says nothing of it', async () => {
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle();
    server.messages = [userMessage(PROMPT)];
    stream.abort().subscribe();
    await settle(1100);
    expect([seen.error, seen.completed, seen.replies.at(-1)?.status]).toStrictEqual([undefined, true, 'aborted']);
  });
});

describe('a session of another directory', () => {
  it('is named instead of being taken for interrupted', async () => {
    server.sessions = { [SESSION]: { id: SESSION, directory: '/other' } as never };
    server.override = ({ url }) =>
      url.pathname === '/session/status' && url.searchParams.get('directory') === '/other'
        ? json({ [SESSION]: { type: 'busy' } })
        : undefined;
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.messages = [userMessage(PROMPT), { ...begun, parts: [] }];
    await settle(3500);
    expect(String(seen.error)).toContain("directory: '/other'");
  });

  it('is named within seconds of its beginning, also where that stores the prompt late', async () => {
    let busy = false;
    server.sessions = { [SESSION]: { id: SESSION, directory: '/other' } as never };
    server.override = ({ url }) =>
      url.pathname === '/session/status' && url.searchParams.get('directory') === '/other' && busy
        ? json({ [SESSION]: { type: 'busy' } })
        : undefined;
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle(2500);
    server.messages = [userMessage(PROMPT), { ...begun, parts: [] }];
    busy = true;
    await settle(4000);
    expect(String(seen.error)).toContain("directory: '/other'");
  });
});

describe('the end of a turn', () => {
  it('is none of the events that only call themselves so', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    begin();
    server.say({ type: 'turn.settled', properties: { sessionID: SESSION, status: 'completed' } });
    server.say({ type: 'turn.fetched', properties: { sessionID: SESSION, messages: 'none' } });
    await settle();
    expect([seen.completed, seen.error]).toStrictEqual([false, undefined]);
    seen.leave();
  });

  it('is not an idle: an unfinished answer on an idle session is looked at again before it is given up', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    const begun = answer(PROMPT, '', { time: { created: 2 } });
    server.messages = [userMessage(PROMPT), { ...begun, parts: [] }];
    server.say(...server.messages.flatMap(told), idle);
    await settle(700);
    expect(seen.completed).toBe(false);
    serve();
    await settle(200);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
  });

  it('is interrupted when nobody will finish the answer', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.messages = [userMessage(PROMPT), { ...answer(PROMPT, '', { time: { created: 2 } }), parts: [] }];
    server.say(...server.messages.flatMap(told), idle);
    await settle(900);
    expect(seen.replies.at(-1)?.status).toBe('interrupted');
    expect(seen.completed).toBe(true);
  });

  it('is found by a look where the messages cannot be listed any more: what was streamed stands', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.override = ({ url }) =>
      url.pathname.endsWith('/message')
        ? json({ name: 'BadRequest', data: { message: 'no' } }, { status: 400 })
        : undefined;
    const error = { name: 'StructuredOutputError', data: { message: 'no' } };
    server.say(...[userMessage(PROMPT), answer(PROMPT, 'Hel', { error })].flatMap(told), idle);
    await settle();
    expect(seen.replies.at(-1)).toMatchObject({ status: 'failed', error, fullText: 'Hel' });
    expect(seen.completed).toBe(true);
  });

  it('comes though every look fails, once the session was heard to rest', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.override = ({ url }) => (url.pathname.endsWith('/status') ? json('down', { status: 503 }) : undefined);
    server.say(...[userMessage(PROMPT), answer(PROMPT, 'Hello')].flatMap(told), idle);
    await settle(3500);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
  });

  it('happened in a gap: the look after the reconnect finds it', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(...told(userMessage(PROMPT)), busy);
    await settle();
    server.messages = [userMessage(PROMPT), answer(PROMPT, 'Hello')];
    server.cut();
    await settle(600);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
  });

  it('happened while the server was away: no look waits for one that was sent meanwhile and hangs', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.override = ({ url }) => (url.pathname.endsWith('/message') ? json({}, { status: 503 }) : undefined);
    server.say(...told(userMessage(PROMPT)), busy, idle);
    await settle();
    const never = new Promise<Response>(() => undefined);
    server.override = ({ url }) => (url.pathname === '/event' ? lost() : never);
    server.cut();
    await settle(1500);
    const before = server.callsOf('GET /session/status').length;
    server.override = () => undefined;
    server.messages = [userMessage(PROMPT), answer(PROMPT, 'Hello')];
    await settle(3000);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
    expect(server.callsOf('GET /session/status')).toHaveLength(before + 1);
  });

  it('is found without any event after a long silence', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(...told(userMessage(PROMPT)), ...told({ ...answer(PROMPT, '', { time: { created: 2 } }), parts: [] }));
    server.statuses = { [SESSION]: { type: 'busy' } };
    await settle(29_000);
    server.statuses = {};
    server.messages = [userMessage(PROMPT), answer(PROMPT, 'Hello')];
    await settle(2000);
    expect(seen.completed).toBe(true);
  });
});

describe('a human who is asked', () => {
  it('answers through the handlers; null rejects', async () => {
    const seen = watch(
      client.stream(SESSION, 'Hi', { ...options, onPermission: () => of('once'), onQuestion: () => of(null) }),
    );
    await settle();
    begin();
    server.say({ type: 'permission.asked', properties: permission }, { type: 'question.asked', properties: question });
    await settle();
    expect(server.callsOf('POST /permission/per_1/reply').map(({ body }) => body)).toEqual([{ reply: 'once' }]);
    expect(server.callsOf('POST /question/que_1/reject')).toHaveLength(1);
    seen.leave();
  });

  it('is told when a handler gives what is no answer', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, onPermission: () => ['yes' as 'once'] }));
    await settle();
    begin();
    server.say({ type: 'permission.asked', properties: permission });
    await settle();
    expect(seen.error).toBeInstanceOf(TypeError);
    expect(String(seen.error)).toMatch(/onPermission gave a wrong answer: .*reply/);
    expect(server.callsOf('POST /permission/per_1/reply')).toHaveLength(0);
  });

  it('is asked once, let go when somebody else answers, and left alone by an empty handler', async () => {
    const dialogs: Subject<string[][]>[] = [];
    const onQuestion = jest.fn(() => {
      const dialog = new Subject<string[][]>();
      dialogs.push(dialog);
      return dialog;
    });
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, onQuestion, onPermission: () => [] }));
    await settle();
    begin();
    server.say({ type: 'question.asked', properties: question }, { type: 'question.asked', properties: question });
    server.say({ type: 'permission.asked', properties: permission });
    await settle();
    expect(onQuestion).toHaveBeenCalledTimes(1);
    expect(dialogs[0]?.observed).toBe(true);
    server.say({ type: 'question.replied', properties: { sessionID: SESSION, requestID: 'que_1', answers: [['a']] } });
    await settle();
    expect(dialogs[0]?.observed).toBe(false);
    expect(server.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(seen.replies.at(-1)?.pendingPermissions).toEqual([permission]);
    seen.leave();
  });

  it('errors the stream with the error of its handler, and is asked again by whoever comes back', async () => {
    const broken = new Error('the dialog broke');
    const onPermission = jest
      .fn()
      .mockReturnValueOnce(throwError(() => broken))
      .mockReturnValue(of('always'));
    const stream = client.stream(SESSION, 'Hi', { ...options, onPermission });
    const seen = watch(stream);
    await settle();
    begin();
    server.say({ type: 'permission.asked', properties: permission });
    await settle();
    expect(seen.error).toBe(broken);
    server.permissions = [permission];
    const again = watch(stream);
    await settle();
    expect(server.callsOf('POST /permission/per_1/reply').map(({ body }) => body)).toEqual([{ reply: 'always' }]);
    again.leave();
  });

  it('is asked what was asked in a gap, though the server was too busy to tell at first', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    begin();
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.permissions = [permission];
    server.override = ({ url }) => (url.pathname === '/permission' ? json({}, { status: 503 }) : undefined);
    server.cut();
    await settle(600);
    expect(server.callsOf('GET /permission')).toHaveLength(1);
    expect(seen.replies.at(-1)?.pendingPermissions).toEqual([]);
    server.override = () => undefined;
    await settle(1000);
    expect(seen.replies.at(-1)?.pendingPermissions).toHaveLength(1);
    seen.leave();
  });

  it('is shown the prompts of a child that was there before us, by asking who its parent is', async () => {
    server.sessions = {
      ...server.sessions,
      ses_2: { id: 'ses_2', parentID: 'ses_m' },
      ses_m: { id: 'ses_m', parentID: SESSION },
    };
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    begin();
    server.say({ type: 'permission.asked', properties: { ...permission, sessionID: 'ses_2' } });
    await settle();
    expect(seen.replies.at(-1)?.pendingPermissions).toHaveLength(1);
    expect(seen.replies.at(-1)?.status).toBe('blocked');
    seen.leave();
  });

  it('is not shown them with includeChildren: false', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, includeChildren: false }));
    await settle();
    begin();
    server.say({ type: 'session.created', properties: { info: { id: 'ses_2', parentID: SESSION } } });
    server.say({ type: 'permission.asked', properties: { ...permission, sessionID: 'ses_2' } });
    await settle();
    expect(seen.replies.at(-1)?.pendingPermissions).toEqual([]);
    seen.leave();
  });

  it('is not asked for another turn on the same session, nor for its children', async () => {
    const onPermission = jest.fn(() => of('reject' as const));
    const earlier = answer('msg_z', '', { id: 'msg_y', time: { created: 1 }, finish: undefined });
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.messages = [userMessage('msg_z', 0), { ...earlier, parts: [] }, userMessage(PROMPT)];
    const asked = { ...permission, tool: { messageID: 'msg_y', callID: 'c' } };
    server.permissions = [asked, { ...permission, id: 'per_2', sessionID: 'ses_2' }];
    server.sessions = { ...server.sessions, ses_2: { id: 'ses_2', parentID: SESSION } };
    const seen = watch(client.stream(SESSION, 'Hi', { onPermission }));
    await settle();
    server.say({ type: 'permission.asked', properties: asked });
    await settle(3000);
    expect(onPermission).not.toHaveBeenCalled();
    expect(seen.replies.at(-1)).toMatchObject({ status: 'waiting', pendingPermissions: [] });
    seen.leave();
  });

  it('is asked for a message of ours that was not known yet, once a look has told', async () => {
    const onPermission = jest.fn(() => of('once' as const));
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, onPermission }));
    await settle();
    begin();
    const second = answer(PROMPT, '', { id: 'msg_2', time: { created: 5 }, finish: undefined });
    server.messages = [...server.messages, { ...second, parts: [] }];
    server.permissions = [{ ...permission, tool: { messageID: 'msg_2', callID: 'c' } }];
    server.say({ type: 'permission.asked', properties: server.permissions[0] as object });
    await settle();
    expect(onPermission).toHaveBeenCalledTimes(1);
    seen.leave();
  });
});

describe('the deadlines', () => {
  it('firstEventTimeout: no assistant spoke', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, firstEventTimeout: 5000 }));
    await settle();
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.messages = [userMessage(PROMPT)];
    server.say(busy);
    await settle(4900);
    expect(seen.error).toBeUndefined();
    await settle(200);
    expect(seen.error).toBeInstanceOf(StaleSessionError);
    expect(server.callsOf('abort')).toHaveLength(0);
  });

  it('firstEventTimeout: with the connection error where none ever came about', async () => {
    server.override = ({ url }) =>
      url.pathname === '/event' ? Promise.reject(networkError('ECONNREFUSED')) : undefined;
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, firstEventTimeout: 5000 }));
    await settle(5000);
    expect(seen.error).toBeInstanceOf(ConnectionError);
    expect(server.callsOf('prompt_async')).toHaveLength(0);
  });

  it('streamTimeout stands still while a human is asked and the connection lives', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, streamTimeout: 5000, onPermission: () => NEVER }));
    await settle();
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.messages = [userMessage(PROMPT), answer(PROMPT, '', { time: { created: 2 } })];
    server.permissions = [permission];
    server.say(...server.messages.flatMap(told), { type: 'permission.asked', properties: permission });
    await settle(60_000);
    expect(seen.error).toBeUndefined();
    server.permissions = [];
    server.say({ type: 'permission.replied', properties: { requestID: 'per_1', reply: 'once', sessionID: SESSION } });
    await settle(5100);
    expect(seen.error).toBeInstanceOf(TimeoutError);
    expect(String(seen.error)).toContain('streamTimeout');
  });

  it('streamTimeout says so when the connection is lost', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, streamTimeout: 5000 }));
    await settle();
    begin();
    server.override = () => lost();
    server.cut();
    await settle(5000);
    expect(seen.error).toBeInstanceOf(TimeoutError);
    expect(String(seen.error)).toContain('the event connection is lost');
    expect((seen.error as Error).cause).toBeInstanceOf(ConnectionError);
  });

  it('idleStreamTimeout: heartbeats are no life', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, idleStreamTimeout: 5000 }));
    await settle();
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.messages = [userMessage(PROMPT)];
    await settle(3000);
    server.say(busy);
    await settle(3000);
    server.say({ type: 'server.heartbeat', properties: {} });
    expect(seen.error).toBeUndefined();
    await settle(2100);
    expect(seen.error).toBeInstanceOf(IdleStreamError);
  });
});

describe('leaving', () => {
  it('closes the socket at once and does not abort the agent', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    seen.leave();
    expect(server.listeners).toBe(0);
    await settle();
    expect(server.callsOf('abort')).toHaveLength(0);
  });

  it('aborts the agent with abortOnUnsubscribe, but not after the end', async () => {
    const stream = client.stream(SESSION, 'Hi', { ...options, abortOnUnsubscribe: true });
    const seen = watch(stream);
    await settle();
    seen.leave();
    await settle();
    expect(server.callsOf('abort')).toHaveLength(1);
    const again = watch(stream);
    serve();
    await settle();
    expect(again.completed).toBe(true);
    expect(server.callsOf('abort')).toHaveLength(1);
  });

  it('aborts with abortOnUnsubscribe only when the post is answered: an abort before it would stop nothing', async () => {
    const post = new Subject<Response>();
    server.override = ({ url }) => (url.pathname.endsWith('prompt_async') ? lastValueFrom(post) : undefined);
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, abortOnUnsubscribe: true }));
    await settle();
    expect(server.callsOf('prompt_async')).toHaveLength(1);
    seen.leave();
    await settle();
    expect(server.callsOf('abort')).toHaveLength(0);
    post.next(new Response(null, { status: 204 }));
    post.complete();
    await settle();
    expect(server.callsOf('abort')).toHaveLength(1);
  });

  it('aborts nothing with abortOnUnsubscribe when the post never arrived: it would be a turn of somebody else', async () => {
    const post = new Subject<Response>();
    server.override = ({ url }) => (url.pathname.endsWith('prompt_async') ? lastValueFrom(post) : undefined);
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, abortOnUnsubscribe: true }));
    await settle();
    seen.leave();
    post.error(networkError('ECONNREFUSED'));
    await settle();
    expect(server.callsOf('abort')).toHaveLength(0);
  });

  it('in the middle of an emission is heard', async () => {
    const seen: Reply[] = [];
    client
      .stream(SESSION, 'Hi', options)
      .pipe(take(2))
      .subscribe(reply => seen.push(reply));
    await settle();
    serve();
    await settle();
    expect(seen).toHaveLength(2);
  });

  it('does not touch the socket when the client is closed under it: the stream errors', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    client.close();
    expect(String(seen.error)).toContain('closed');
    expect(String(watch(client.stream(SESSION, 'Hi')).error)).toContain('closed');
  });
});
