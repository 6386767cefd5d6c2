import { concatMap, filter, firstValueFrom, from, lastValueFrom, Subject, take, toArray } from 'rxjs';
import { authorized } from '../../examples/recipes/fresh-token.js';
import { timings } from '../../examples/recipes/instrumentation.js';
import { toolNames } from '../../examples/recipes/other-endpoints.js';
import { narrated, progress } from '../../examples/recipes/watch-events.js';
import { scripted, step, text, todowrite } from '../../examples/sandbox/index.js';
import { eventually, plainPrompt } from '../support/sandbox.js';
import { client, newSession, proxy, replaceClient, sandbox, useClient } from './recipe-stage.js';

useClient();

const listening = () => firstValueFrom(client.connection$.pipe(filter(({ status }) => status === 'open')));

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
    replaceClient({ instrumentation: timings(line => lines.push(line)) });
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
