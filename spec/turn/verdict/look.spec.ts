import { firstValueFrom } from 'rxjs';
import { ServerError, SessionNotFoundError, TimeoutError } from '../../../lib/errors.js';
import { eventConnection } from '../../../lib/turn/hub/event-connection.js';
import { createHub, type Hub } from '../../../lib/turn/hub/hub.js';
import { look, type LookOptions, type Sight } from '../../../lib/turn/verdict/look.js';
import { json } from '../../support/scripted-fetch.js';
import { answer, ScriptedServer, SESSION, userMessage } from '../../support/scripted-server.js';

let server: ScriptedServer;
let hub: Hub;

beforeEach(() => {
  server = new ScriptedServer();
  const { http } = server.client();
  hub = createHub(
    http,
    eventConnection(http, { maxEventBytes: 1000, connectTimeout: 1000, heartbeatTimeout: 1000 }),
    1000,
  );
});

const sight = (more: Partial<LookOptions> = {}): Promise<Sight> =>
  firstValueFrom(look(hub, { sessionID: SESSION, messageID: 'a', full: false, includeChildren: true, ...more }));

describe('a look at the store', () => {
  it('asks for the status first, then the messages, and for no more unless it is a full one', async () => {
    server.statuses = { [SESSION]: { type: 'retry' } };
    server.messages = [userMessage('a')];
    expect(await sight()).toEqual({ busy: true, messages: server.messages, rest: {}, isPartial: false });
    expect(server.calls.map(({ url }) => url.pathname)).toEqual(['/session/status', `/session/${SESSION}/message`]);
  });

  it('takes an absent status and an idle one for idle', async () => {
    expect((await sight()).busy).toBe(false);
    server.statuses = { [SESSION]: { type: 'idle' } };
    expect((await sight()).busy).toBe(false);
  });

  it('asks for todos and prompts too when something may have gone unheard, and keeps those of the family', async () => {
    server.sessions = { ...server.sessions, child: { id: 'child', parentID: SESSION }, other: { id: 'other' } };
    server.todos = [{ content: 'x', status: 'pending' }];
    server.statuses = { [SESSION]: { type: 'busy' }, child: { type: 'busy' }, other: { type: 'busy' } };
    const ask = (id: string, sessionID: string) => ({ id, sessionID, permission: 'bash' });
    server.permissions = [ask('p1', SESSION), ask('p2', 'child'), ask('p3', 'other')];
    server.questions = [{ id: 'q1', sessionID: 'child', questions: [] }];
    const { rest } = await sight({ full: true });
    expect(rest).toEqual({
      todos: server.todos,
      questions: server.questions,
      permissions: server.permissions.slice(0, 2),
    });
    const own = await sight({ full: true, includeChildren: false });
    expect(own.rest.permissions).toEqual(server.permissions.slice(0, 1));
  });

  it('leaves out what an aborted child had asked: it stays in the lists, but nobody waits for it', async () => {
    server.sessions = { ...server.sessions, child: { id: 'child', parentID: SESSION } };
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.permissions = [{ id: 'p1', sessionID: 'child', permission: 'bash' }];
    server.questions = [{ id: 'q1', sessionID: 'child', questions: [] }];
    expect((await sight({ full: true })).rest).toEqual({ todos: [], questions: [], permissions: [] });
  });

  it('leaves out what a child had asked that was deleted unheard: the server lists it, and the child as busy', async () => {
    const info = { id: 'child', parentID: SESSION };
    hub.lineage.learn({ type: 'session.created', properties: { sessionID: 'child', info } });
    hub.lineage.learn({ type: 'session.created', properties: { sessionID: SESSION, info: { id: SESSION } } });
    server.statuses = { [SESSION]: { type: 'busy' }, child: { type: 'busy' } };
    server.questions = [{ id: 'q1', sessionID: 'child', questions: [] }];
    expect((await sight({ full: true })).rest.questions).toEqual([]);
    server.sessions = { ...server.sessions, child: info };
    expect((await sight({ full: true })).rest.questions).toEqual(server.questions);
  });

  it('reads pages back until the prompt is in', async () => {
    const pages = [
      [answer('a', 'c', { id: 'c' })],
      [userMessage('a'), answer('a', 'b', { id: 'b' })],
      [userMessage('z')],
    ];
    server.override = ({ url }) => {
      if (!url.pathname.endsWith('/message')) return undefined;
      const page = Number(url.searchParams.get('before') ?? 0);
      return json(pages[page], { headers: { 'content-type': 'application/json', 'x-next-cursor': String(page + 1) } });
    };
    const { messages } = await sight();
    expect(messages?.map(({ info }) => info.id)).toEqual(['a', 'b', 'c']);
    expect(server.callsOf('/message')).toHaveLength(2);
  });

  it('reads the whole list of a server that cuts it off and does not page', async () => {
    const answers = Array.from({ length: 60 }, (_, index) => answer('a', 'b', { id: `b${String(index)}` }));
    const all = [userMessage('z'), userMessage('a'), ...answers];
    server.override = ({ url }) =>
      url.pathname.endsWith('/message')
        ? json(all.slice(-Number(url.searchParams.get('limit') ?? all.length)))
        : undefined;
    expect((await sight()).messages).toHaveLength(62);
    expect((await sight({ messageID: undefined })).messages).toHaveLength(62);
    expect(server.callsOf('/message')).toHaveLength(4);
    expect((await sight({ messageID: 'b59' })).messages).toHaveLength(50);
  });

  it('reads one by one where a list is refused for its first prompt, whose id is all that is needed', async () => {
    const stored = [userMessage('a'), answer('a', 'b', { id: 'b' }), answer('a', 'c', { id: 'c' })];
    const refused = json({ name: 'BadRequest', data: { message: 'Expected OutputFormat' } }, { status: 400 });
    server.override = ({ url }) => {
      if (!url.pathname.endsWith('/message')) return undefined;
      const at = Number(url.searchParams.get('before') ?? stored.length) - 1;
      if (url.searchParams.get('limit') !== '1' || at === 0) return refused.clone();
      return json([stored[at]], { headers: { 'content-type': 'application/json', 'x-next-cursor': String(at) } });
    };
    for (const messageID of ['a', undefined]) {
      const { messages } = await sight({ messageID });
      expect(messages?.map(({ info }) => [info.id, info.role])).toEqual([
        ['a', 'user'],
        ['b', 'assistant'],
        ['c', 'assistant'],
      ]);
      expect(messages?.slice(1)).toEqual(stored.slice(1));
    }
  });

  it('does without messages that the server will not list, but not without a session', async () => {
    server.override = ({ url }) =>
      url.pathname.endsWith('/message')
        ? json({ name: 'BadRequest', data: { message: 'no' } }, { status: 400 })
        : undefined;
    expect((await sight()).messages).toBeUndefined();
    server.override = ({ url }) =>
      url.pathname.endsWith('/message')
        ? json({ name: 'NotFoundError', data: { message: 'Session not found: x' } }, { status: 404 })
        : undefined;
    await expect(sight()).rejects.toBeInstanceOf(SessionNotFoundError);
    server.override = () => json({}, { status: 500 });
    await expect(sight()).rejects.toBeInstanceOf(ServerError);
  });

  it('leaves out what an old server lacks, and says when something may be had later', async () => {
    server.messages = [userMessage('a')];
    server.permissions = [{ id: 'p1', sessionID: SESSION, permission: 'bash' }];
    server.statuses = { [SESSION]: { type: 'busy' } };
    const refuse = (path: string, status: number) =>
      (server.override = ({ url }) => (url.pathname === path ? json({}, { status }) : undefined));
    refuse('/question', 404);
    expect(await sight({ full: true })).toMatchObject({ rest: { permissions: server.permissions }, isPartial: false });
    refuse('/permission', 503);
    const { rest, isPartial } = await sight({ full: true });
    expect({ ...rest, isPartial }).toEqual({ todos: [], questions: [], isPartial: true });
  });

  it('does not take a busy server for one that will not list the messages', async () => {
    server.override = ({ url }) => (url.pathname.endsWith('/message') ? json({}, { status: 429 }) : undefined);
    await expect(sight()).rejects.toMatchObject({ response: { status: 429 } });
  });

  it('gives up after 10 s', async () => {
    jest.useFakeTimers();
    try {
      server.override = () => new Promise(() => undefined);
      const failed = expect(sight()).rejects.toBeInstanceOf(TimeoutError);
      await jest.advanceTimersByTimeAsync(10_000);
      await failed;
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});
