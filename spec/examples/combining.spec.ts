import { BehaviorSubject, concat, filter, firstValueFrom, ignoreElements, map, Subject } from 'rxjs';
import { answerAll } from '../../examples/recipes/answer-all.js';
import { sessionLine, sessionRows } from '../../examples/recipes/dashboard.js';
import { runJob } from '../../examples/recipes/job.js';
import { lastWords } from '../../examples/recipes/last-words.js';
import { matchingSessions } from '../../examples/recipes/search-sessions.js';
import { replies } from '../../examples/recipes/send-with-model.js';
import { selectedMessages } from '../../examples/recipes/switch-conversation.js';
import { waitingTimes } from '../../examples/recipes/waiting-times.js';
import { extractText, ofType, type Attention, type OpencodeClient } from '../../lib/index.js';
import { question, ScriptedOpencode, todos, tool, until } from '../../lib/testing/index.js';
import { record } from '../support/recording.js';
import { pass, passUntil, stopTime } from '../support/virtual-time.js';

let server: ScriptedOpencode;
let client: OpencodeClient;

beforeEach(() => {
  server = new ScriptedOpencode();
  client = server.client();
});

afterEach(() => {
  expect(server.connections).toBe(0);
  client.close();
});

describe('dashboard', () => {
  it('lists sessions with what they do and wait for, and tells of one in a line', async () => {
    const { id } = server.addSession({ title: 'The roof' });
    server.addSession({ title: 'A child', parentID: id });
    const [rows, line] = [record(sessionRows(client)), record(sessionLine(client.session(id)))];
    await rows.until(([row]) => row?.status === 'idle');
    server.prompt(id, 'Mend it', [todos({ 'Fetch a ladder': 'completed', 'Climb it': 'pending' }), question('Now?')]);
    await rows.until(([row]) => row?.waiting === 1 && row.status === 'busy');
    await line.until(words => words === 'The roof: busy, 2 messages, 1 of 2 todos done');
    expect(rows.last.map(({ session }) => session.title)).toEqual(['The roof']);
    for (const recording of [rows, line]) recording.unsubscribe();
  });
});

describe('answer-all', () => {
  it('answers each thing once, and lets go of what somebody else has settled', async () => {
    const ask = (command: string) => [tool('bash', { command }, { asks: true }), 'Done.'];
    const late = server.addSession();
    const settledFirst = (asked: Attention) =>
      concat(client.replyPermission(asked.id, 'once').pipe(ignoreElements()), asked.reject());
    const answered = record(
      answerAll(client, asked => (asked.sessionID === late.id ? settledFirst(asked) : asked.reject())),
    );
    server.prompt(late.id, 'Go', ask('one'));
    await firstValueFrom(client.events$.pipe(ofType('permission.replied')));
    server.prompt(server.addSession().id, 'Go', ask('two'));
    await answered.until(done => done);
    expect(server.requestsTo('POST /permission/:id/reply')).toHaveLength(3);
    expect([answered.values, answered.ending]).toStrictEqual([[true], undefined]);
    answered.unsubscribe();
  });
});

describe('search-sessions', () => {
  it('filters anew when the search changes, and when the sessions do', async () => {
    server.addSession({ title: 'Mend the roof' });
    server.addSession({ title: 'Paint the door' });
    const search$ = new BehaviorSubject('ROOF');
    const titles = record(matchingSessions(client, search$).pipe(map(found => found.map(({ title }) => title))));
    await titles.until(found => found.length === 1);
    search$.next('the');
    expect([...titles.last].sort()).toEqual(['Mend the roof', 'Paint the door']);
    server.addSession({ title: 'Sweep the yard' });
    await titles.until(found => found.includes('Sweep the yard'));
    titles.unsubscribe();
  });
});

describe('switch-conversation', () => {
  const texts = (selected$: BehaviorSubject<string>) =>
    record(selectedMessages(client, selected$).pipe(map(messages => messages.map(extractText).join())));
  const reads = (sessionID: string): number => server.requestsTo(`GET /session/${sessionID}/message`).length;

  it('shows the selected one on the one connection, and forgets the one that was left', async () => {
    const list = client.sessions$.subscribe();
    const [one, other] = [server.addSession().id, server.addSession().id];
    server.addTurn(one, 'Hi', 'one is done');
    server.addTurn(other, 'Hi', 'other is done');
    const selected$ = new BehaviorSubject(one);
    const seen = texts(selected$);
    await seen.until(text => text.includes('one is done'));
    selected$.next(other);
    await seen.until(text => text.includes('other is done'));
    const before = server.requests.length;
    const idle = firstValueFrom(client.events$.pipe(ofType('session.idle')));
    server.prompt(one, 'Nobody looks');
    await idle;
    expect(server.requests).toHaveLength(before);
    expect(seen.last).toContain('other is done');
    selected$.next(one);
    await seen.until(text => text.includes('Nobody looks'));
    expect([reads(one), reads(other)]).toEqual([2, 1]);
    expect(server.requestsTo('GET /event')).toHaveLength(1);
    seen.unsubscribe();
    list.unsubscribe();
  });
});

describe('send-with-model', () => {
  it('sends one after the other, each with the model of its moment', async () => {
    const { id } = server.addSession();
    const [submit$, model$] = [new Subject<string>(), new BehaviorSubject('acme/small')];
    const seen = record(replies(client.session(id), submit$, model$));
    submit$.next('first');
    model$.next('acme/large');
    submit$.next('second');
    submit$.complete();
    await seen.completion();
    expect(server.requestsTo('POST /session/:id/prompt_async').map(({ body }) => body)).toMatchObject([
      { model: { providerID: 'acme', modelID: 'small' }, parts: [{ text: 'first' }] },
      { model: { providerID: 'acme', modelID: 'large' }, parts: [{ text: 'second' }] },
    ]);
    expect(seen.last.fullText).toBe('You said: second');
  });
});

describe('waiting-times', () => {
  beforeEach(stopTime);
  afterEach(() => {
    jest.useRealTimers();
  });

  it('grow by the clock, for what waits of any session', async () => {
    const { id } = server.addSession();
    server.onPrompt([tool('bash', { command: 'date' }, { asks: true }), 'Done.']);
    const seen = record(
      waitingTimes(client).pipe(
        map(times => times.map(({ attention, seconds }) => `${attention.kind} ${String(seconds)}`)),
      ),
    );
    server.prompt(id, 'Go');
    await passUntil(() => seen.values.at(-1)?.[0] === 'permission 0', 5_000);
    await pass(3_000);
    expect(seen.last).toEqual(['permission 3']);
    seen.unsubscribe();
  });
});

describe('last-words', () => {
  it('waits for whoever keeps the session busy', async () => {
    const { id } = server.addSession();
    const gate$ = new Subject<never>();
    server.prompt(id, 'Take your time', ['One moment, ', until(gate$), 'here it is.']);
    await firstValueFrom(client.session(id).status$.pipe(filter(({ type }) => type === 'busy')));
    const words = lastWords(client, id);
    await firstValueFrom(client.session(id).messages$.pipe(filter(messages => messages.length === 2)));
    gate$.complete();
    expect(await words).toBe('One moment, here it is.');
  });

  it('is empty where nothing was said', async () => {
    expect(await lastWords(client, server.addSession().id)).toBe('');
  });
});

describe('job', () => {
  it('leaves nothing behind in a process that goes on', async () => {
    server.onPrompt([question('Which?', ['a']), 'Decided.']);
    expect(await runJob(client, 'Decide')).toMatchObject({ status: 'completed' });
    expect(server.connections).toBe(0);
  });
});
