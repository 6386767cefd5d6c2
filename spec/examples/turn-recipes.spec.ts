import { BehaviorSubject, concat, lastValueFrom, map, of, takeWhile, tap, throwError, toArray } from 'rxjs';
import { asState } from '../../examples/recipes/as-state.js';
import { matchingTools } from '../../examples/recipes/filter-tools.js';
import { runJob } from '../../examples/recipes/job.js';
import { ask, resume } from '../../examples/recipes/resume-turn.js';
import { isWorthRetrying, stubborn } from '../../examples/recipes/retry.js';
import { loadReply, saveReply } from '../../examples/recipes/save-reply.js';
import { headlines } from '../../examples/recipes/siblings.js';
import { selectedReply } from '../../examples/recipes/switch-session.js';
import { bash, question, scripted, step, text, todowrite, tool, wait } from '../../examples/sandbox/index.js';
import { ConnectionError, NotFoundError, ProtocolError, ServerError } from '../../lib/index.js';
import { plainTurn } from '../support/sandbox.js';
import { client, newSession, proxy, replaceClient, sandbox, useClient } from './recipe-stage.js';

useClient();

const posts = (): number => proxy.count('/prompt_async');

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
    replaceClient();
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
