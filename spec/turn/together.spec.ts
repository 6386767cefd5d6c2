import { filter, map, take } from 'rxjs';
import type { OpencodeClient } from '../../lib/client.js';
import type { ReplyStream } from '../../lib/turn/reply-stream.js';
import type { OpencodeEvent } from '../../lib/wire/index.js';
import { answer, expectNothingLeft, ScriptedServer, SESSION, told, userMessage } from '../support/scripted-server.js';

const PROMPT = 'msg_a';
const ANSWER = `${PROMPT}_answer`;

let server: ScriptedServer;
let client: OpencodeClient;
let stream: ReplyStream;

const settle = (ms = 0): Promise<void> => jest.advanceTimersByTimeAsync(ms);

const delta = (words: string): OpencodeEvent => ({
  type: 'message.part.delta',
  properties: { sessionID: SESSION, messageID: ANSWER, partID: `${ANSWER}_text`, delta: words },
});

const opening: OpencodeEvent = {
  type: 'message.part.updated',
  properties: {
    sessionID: SESSION,
    part: { id: `${ANSWER}_text`, messageID: ANSWER, sessionID: SESSION, type: 'text', text: '', time: { start: 2 } },
  },
};

/** An answer whose text is open. */
function begin(): void {
  const begun = answer(PROMPT, '', { time: { created: 2 }, finish: undefined });
  server.statuses = { [SESSION]: { type: 'busy' } };
  server.messages = [userMessage(PROMPT), { ...begun, parts: [] }];
  server.say(...server.messages.flatMap(told), opening);
}

beforeEach(async () => {
  jest.useFakeTimers();
  server = new ScriptedServer();
  client = server.client();
  stream = client.stream(SESSION, 'Say it', { messageID: PROMPT });
});

afterEach(() => {
  client.close();
  expectNothingLeft(server);
});

const texts = (): string[] => {
  const seen: string[] = [];
  stream.pipe(map(({ fullText }) => fullText)).subscribe({ next: text => seen.push(text), error: () => undefined });
  return seen;
};

describe('deltas that come together', () => {
  it('each make a snapshot and a transition of their own', async () => {
    const seen = texts();
    const deltas: (string | undefined)[] = [];
    stream.transitions$.subscribe({
      next: transition => transition.type === 'partChanged' && deltas.push(transition.delta),
      error: () => undefined,
    });
    await settle();
    begin();
    await settle();
    server.sayTogether(delta('a'), delta('b'), delta('c'));
    await settle();
    expect(seen.slice(-3)).toEqual(['a', 'ab', 'abc']);
    expect(deltas).toEqual(['a', 'b', 'c']);
  });

  it('show one who comes in the midst of them what was shown, and then the rest', async () => {
    const late: string[] = [];
    const isSecond = filter((text: string) => text === 'ab');
    stream.text$.pipe(isSecond, take(1)).subscribe({
      next: () => stream.text$.subscribe({ next: text => late.push(text), error: () => undefined }),
      error: () => undefined,
    });
    texts();
    await settle();
    begin();
    await settle();
    server.sayTogether(delta('a'), delta('b'), delta('c'), delta('d'));
    await settle();
    expect(late).toEqual(['ab', 'abc', 'abcd']);
  });

  it('are all there for one who left in the midst of them and comes back', async () => {
    stream.text$
      .pipe(
        filter(text => text === 'a'),
        take(1),
      )
      .subscribe();
    await settle();
    begin();
    await settle();
    server.sayTogether(delta('a'), delta('b'), delta('c'));
    await settle();
    const [first] = texts();
    expect(first).toBe('abc');
  });

  it('come one by one to those who listen to events, and so does what comes with them', async () => {
    const types: string[] = [];
    const words: string[] = [];
    client.events$.subscribe({ next: ({ type }) => types.push(type), error: () => undefined });
    client.streamEvents(SESSION).subscribe({
      next: event => event.type === 'message.part.delta' && words.push(event.properties.delta),
      error: () => undefined,
    });
    await settle();
    server.sayTogether(delta('a'), delta('b'), { type: 'later.news', properties: {} }, delta('c'));
    await settle();
    const news = types.filter(type => type !== 'server.connected');
    expect(news).toEqual(['message.part.delta', 'message.part.delta', 'later.news', 'message.part.delta']);
    expect(words).toEqual(['a', 'b', 'c']);
  });

  it('are news to a listener whom an event of the same chunk brought', async () => {
    const heard: string[] = [];
    client.events$
      .pipe(
        filter(({ type }) => type === 'session.created'),
        take(1),
      )
      .subscribe(() =>
        client.streamEvents(SESSION).subscribe({ next: ({ type }) => heard.push(type), error: () => undefined }),
      );
    client.events$.subscribe({ error: () => undefined });
    await settle();
    const created = { type: 'session.created', properties: { sessionID: SESSION, info: { id: SESSION } } };
    server.sayTogether(delta('a'), created, delta('b'), delta('c'));
    await settle();
    expect(heard).toEqual(['message.part.delta', 'message.part.delta']);
  });
});

describe('the connection', () => {
  it('hands on nothing that came before the server was ready, in the same chunk or in one before', async () => {
    const early = { type: 'early.news', properties: {} };
    const ready = { type: 'server.connected', properties: {} };
    const frames = (...events: readonly object[]): string =>
      events.map(event => `data: ${JSON.stringify(event)}\n\n`).join('');
    server.override = ({ url }) =>
      url.pathname === '/event'
        ? new Response(frames(early) + frames(early, ready, { ...early, type: 'late.news' }), {
            headers: { 'content-type': 'text/event-stream' },
          })
        : undefined;
    const types: string[] = [];
    client.events$.pipe(take(2)).subscribe(({ type }) => types.push(type));
    await settle();
    expect(types).toEqual(['server.connected', 'late.news']);
  });
});
