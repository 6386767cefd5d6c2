import {
  BehaviorSubject,
  concat,
  concatMap,
  filter,
  firstValueFrom,
  from,
  lastValueFrom,
  map,
  of,
  Subject,
  take,
  takeWhile,
  tap,
  throwError,
  toArray,
} from 'rxjs';
import { asState } from '../../examples/recipes/as-state.js';
import { matchingTools } from '../../examples/recipes/filter-tools.js';
import { authorized } from '../../examples/recipes/fresh-token.js';
import { timings } from '../../examples/recipes/instrumentation.js';
import { runJob } from '../../examples/recipes/job.js';
import { toolNames } from '../../examples/recipes/other-endpoints.js';
import { ask, resume } from '../../examples/recipes/resume-turn.js';
import { isWorthRetrying, stubborn } from '../../examples/recipes/retry.js';
import { loadReply, saveReply } from '../../examples/recipes/save-reply.js';
import { headlines } from '../../examples/recipes/siblings.js';
import { selectedReply } from '../../examples/recipes/switch-session.js';
import { narrated, progress } from '../../examples/recipes/watch-events.js';
import { bash, question, scripted, step, text, todowrite, tool, wait } from '../../examples/sandbox/index.js';
import {
  ConnectionError,
  NotFoundError,
  OpencodeClient,
  ProtocolError,
  ServerError,
  type OpencodeClientOptions,
} from '../../lib/index.js';
import { faultProxy, type FaultProxy } from '../support/fault-proxy.js';
import { eventually, plainPrompt, plainTurn, borrowSandbox } from '../support/sandbox.js';

const sandbox = borrowSandbox();
let proxy: FaultProxy;
let client: OpencodeClient;

const connect = (more: OpencodeClientOptions = {}): OpencodeClient =>
  new OpencodeClient({ baseUrl: proxy.url, password: sandbox().password, ...more });

const newSession = async (): Promise<string> => (await lastValueFrom(client.createSession())).id;
const listening = () => firstValueFrom(client.connection$.pipe(filter(({ status }) => status === 'open')));
const posts = (): number => proxy.count('/prompt_async');

beforeEach(async () => {
  proxy = await faultProxy(sandbox().url);
  client = connect();
});

afterEach(async () => {
  client.close();
  await proxy.down();
});

describe('filter-tools', () => {
  it('shows the tool calls that match, and shows them anew for another search', async () => {
    const stream = client.stream(
      await newSession(),
      scripted('Go', step(todowrite({ a: 'pending' }), tool('glob', { pattern: '*' }))),
    );
    const search$ = new BehaviorSubject('todo');
    const names$ = matchingTools(stream, search$).pipe(map(parts => parts.map(part => part.tool)));
    const seen = await lastValueFrom(
      names$.pipe(
        tap(names => {
          if (names.length === 1 && search$.value !== '') search$.next('');
        }),
        takeWhile(names => names.length < 2, true),
      ),
    );
    expect(seen).toEqual(['todowrite', 'glob']);
  });
});

describe('switch-session', () => {
  it('shows the turn of the session that is selected', async () => {
    const [one, other] = [await newSession(), await newSession()];
    await plainTurn(sandbox(), one, scripted('Go', step(text('first'))));
    await plainTurn(sandbox(), other, scripted('Go', step(text('second'))));
    const selected$ = new BehaviorSubject(one);
    const texts$ = selectedReply(client, selected$).pipe(map(reply => reply.fullText));
    const seen = await lastValueFrom(
      texts$.pipe(
        tap(words => {
          if (words === 'first') selected$.next(other);
        }),
        takeWhile(words => words !== 'second', true),
        toArray(),
      ),
    );
    expect(seen.filter(Boolean)).toEqual(['first', 'second']);
  });
});

describe('job', () => {
  it('gives the reply, and lets nothing wait for a human', async () => {
    const reply = await runJob(client, scripted('Go', step(bash('date')), step(text('then without'))));
    expect(reply).toMatchObject({ status: 'completed', fullText: 'then without' });
    expect(reply.toolParts).toMatchObject([{ tool: 'bash', status: 'error' }]);
    await expect(runJob(client, scripted('Go', step(question('Which?', ['a']))))).resolves.toMatchObject({
      status: 'completed',
    });
  });

  it('throws when the turn fails', async () => {
    sandbox().model.on('job that fails', [[{ fail: 401 }]]);
    await expect(runJob(client, 'job that fails')).rejects.toThrow('the turn ended failed');
  });
});

describe('siblings', () => {
  it('tells of one turn from six sides, for one prompt and one connection', async () => {
    const prompt = scripted('Go', step(text('hello'), todowrite({ a: 'completed', b: 'pending' })));
    const stream = client.stream(await newSession(), prompt);
    const lines = await lastValueFrom(headlines(stream).pipe(toArray()));
    expect(lines.slice(0, 4)).toEqual(['0 characters', '0 todos done', '0 questions wait', '0 permissions wait']);
    expect(lines).toEqual(
      expect.arrayContaining(['todowrite is completed', '1 todos done', '1 tool calls in the end']),
    );
    expect([posts(), proxy.count('GET /event')]).toEqual([1, 1]);
  });
});

describe('save-reply', () => {
  it('stores plain data from which the result comes back', async () => {
    const stream = client.stream(
      await newSession(),
      scripted('Go', step(text('keep this'), todowrite({ a: 'pending' }))),
    );
    const json = await lastValueFrom(saveReply(stream, reply => of(JSON.stringify(reply))));
    const { result } = await lastValueFrom(stream);
    expect(loadReply(json)).toEqual(result);
    expect(JSON.parse(json)).toMatchObject({ status: 'completed', cost: expect.any(Number) });
  });
});

describe('resume-turn', () => {
  it('goes on with the turn in a new client, without a second prompt', async () => {
    const memory = new Map<string, string>();
    const store = {
      getItem: (key: string) => memory.get(key) ?? null,
      setItem: (key: string, value: string) => void memory.set(key, value),
    };
    expect(await lastValueFrom(resume(client, store), { defaultValue: 'nothing' })).toBe('nothing');
    const prompt = scripted('Go', step(text('before the reload, '), wait('reload'), text('after it')));
    await lastValueFrom(
      ask(client, await newSession(), prompt, store).pipe(takeWhile(reply => !reply.fullText.includes('before'))),
    );
    client.close();
    client = connect();
    const rest = lastValueFrom(resume(client, store));
    await sandbox().model.reached('reload');
    sandbox().model.release('reload');
    expect(await rest).toMatchObject({ status: 'completed', fullText: 'before the reload, after it' });
    expect(posts()).toBe(1);
  });
});

describe('retry', () => {
  it('resumes the same turn after a deadline: one prompt', async () => {
    const session = await newSession();
    const prompt = scripted('Go', step(wait('patience'), text('at last')));
    const stream = client.stream(session, prompt, { streamTimeout: 1_000 });
    const reply = lastValueFrom(stream.pipe(stubborn(10)));
    await sandbox().model.reached('patience');
    setTimeout(() => sandbox().model.release('patience'), 2_000);
    expect(await reply).toMatchObject({ status: 'completed', fullText: 'at last' });
    expect(posts()).toBe(1);
  });

  it('leaves a refusal alone', async () => {
    await expect(lastValueFrom(client.getSession('ses_none').pipe(stubborn(10)))).rejects.toThrow(NotFoundError);
    expect(proxy.count('GET /session/ses_none')).toBe(1);
    expect([new ServerError(''), new ConnectionError('')].map(isWorthRetrying)).toEqual([true, true]);
    expect([new ProtocolError(''), new NotFoundError(''), new Error()].map(isWorthRetrying)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('as-state', () => {
  it('keeps the last reply beside the error', async () => {
    const reply = await lastValueFrom(client.stream(await newSession(), scripted('Go', step(text('seen')))));
    const error = new Error('lost');
    const states = await lastValueFrom(
      asState(
        concat(
          of(reply),
          throwError(() => error),
        ),
      ).pipe(toArray()),
    );
    expect(states).toEqual([{ reply }, { reply, error }]);
  });
});

describe('watch-events', () => {
  it('tells of every session, whoever prompted it', async () => {
    const session = await newSession();
    const prompt = scripted('Go', step(todowrite({ a: 'completed', b: 'pending' })));
    const told = firstValueFrom(progress(client));
    await listening();
    await plainPrompt(sandbox(), session, prompt);
    expect(await told).toBe(`${session}: 1 of 2`);
  });

  it('tells an observer what happens, and ends with the turn', async () => {
    const session = await newSession();
    const lines: string[] = [];
    const reply = lastValueFrom(narrated(client, session, line => lines.push(line)));
    await listening();
    await plainPrompt(sandbox(), session, scripted('Go', step(text('hi'), todowrite({ a: 'pending' }))));
    await reply;
    expect(lines).toEqual(expect.arrayContaining(['todowrite completed', 'text done', expect.stringMatching(/^\$0/)]));
  });
});

describe('instrumentation', () => {
  it('times requests and connections and tells nothing secret', async () => {
    const lines: string[] = [];
    client = connect({ instrumentation: timings(line => lines.push(line)) });
    await lastValueFrom(client.stream(await newSession(), scripted('Go', step(text('hush')))));
    await eventually(
      () => Promise.resolve(lines),
      seen => seen.some(line => line.startsWith('opencode.connection {')),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^opencode.request .*"path":"\/session\/\w+\/prompt_async".* \d+ ms$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^opencode.connection.open /));
    expect(lines.join()).not.toMatch(new RegExp(`hush|${sandbox().password}|Basic`));
  });
});

describe('fresh-token', () => {
  it('asks for a token before each request', async () => {
    const token$ = new Subject<string>();
    const guarded = authorized(proxy.url, token$);
    const twice = lastValueFrom(
      from([1, 2]).pipe(
        concatMap(() => guarded.health()),
        take(2),
        toArray(),
      ),
    );
    const given = setInterval(() => token$.next(sandbox().authorization), 10);
    expect(await twice).toHaveLength(2);
    clearInterval(given);
    guarded.close();
  });
});

describe('other-endpoints', () => {
  it('reaches an endpoint without a method', async () => {
    expect(await lastValueFrom(toolNames(client))).toEqual(expect.arrayContaining(['bash', 'read', 'todowrite']));
  });
});
