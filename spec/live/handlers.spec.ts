import { concatMap, EMPTY, finalize, from, lastValueFrom, map, NEVER, of, skipWhile, take, throwError } from 'rxjs';
import { question, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import type { PermissionRequest, QuestionRequest } from '../../lib/index.js';
import { expectAsStored, expectWhole, posts, storedTurn } from '../support/expect-turn.js';
import { happens, useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { rest } from '../support/sandbox.js';
import { ask, askBash, begin } from '../support/live-turns.js';

const live = useLive();
const pending = <T>(path: '/question' | '/permission') => rest<T[]>(live().sandbox, 'GET', path);

describe('a handler', () => {
  it('that errors ends the stream but not the turn: the next subscriber is asked again', async () => {
    const dialogs = [throwError(() => new Error('the dialog broke')), of([['Red']])];
    const onQuestion = () => dialogs.shift() ?? NEVER;
    const { stream, seen } = await begin(live(), ask('Once more?'), { onQuestion });
    await expect(seen.error()).resolves.toEqual(new Error('the dialog broke'));
    expect(seen.last.status).toBe('blocked');
    const again = record(stream);
    expect(again.atOnce[0]?.status).toBe('blocked');
    await again.completion();
    await expectAsStored(live(), stream, again);
    expect(again.last.toolParts[0]?.output).toContain('Red');
    expect(dialogs).toEqual([]);
    expect(posts(live())).toBe(1);
  });

  it('that gives nothing leaves the question open, for somebody else to answer', async () => {
    let calls = 0;
    const onQuestion = () => {
      calls += 1;
      return EMPTY;
    };
    const { stream, seen } = await begin(live(), ask('Anybody?'), { onQuestion });
    await seen.until(reply => reply.promptBlocked);
    const [request] = await pending<QuestionRequest>('/question');
    await rest(live().sandbox, 'POST', `/question/${request?.id ?? ''}/reply`, { answers: [['Blue']] });
    await expectWhole(live(), stream, seen);
    expect(calls).toBe(1);
    expect(live().proxy.requests.filter(({ path }) => path.startsWith('/question/'))).toEqual([]);
  });

  it('is left when the question is settled elsewhere', async () => {
    let open = 0;
    const onQuestion = () => {
      open += 1;
      return NEVER.pipe(finalize(() => (open -= 1)));
    };
    const prompt = scripted('Ask.', step(question('Still there?', ['Yes'])), step(wait('left'), text('Never mind.')));
    const { stream, seen } = await begin(live(), prompt, { onQuestion });
    await seen.until(reply => reply.promptBlocked);
    await happens(() => open === 1);
    expect(open).toBe(1);
    const [request] = await pending<QuestionRequest>('/question');
    await rest(live().sandbox, 'POST', `/question/${request?.id ?? ''}/reply`, { answers: [['Yes']] });
    await live().sandbox.model.reached('left');
    await happens(() => open === 0);
    expect([open, seen.ending]).toStrictEqual([0, undefined]);
    live().sandbox.model.release('left');
    await expectWhole(live(), stream, seen);
  });

  it('is called once for each prompt, also with many subscribers', async () => {
    const asked: string[] = [];
    const onPermission = ({ id }: PermissionRequest) => {
      asked.push(id);
      return of('once' as const);
    };
    const stream = live().client.stream(await live().newSession(), askBash('echo one', 'echo two'), { onPermission });
    const others = [record(stream), record(stream.text$), record(stream.pendingPermissions$)];
    const seen = record(stream);
    await expectWhole(live(), stream, seen);
    for (const other of others) await other.completion();
    expect(new Set(asked).size).toBe(2);
    expect(asked).toHaveLength(2);
  });

  it('that answers too late, after somebody else, does no harm', async () => {
    const { client, newSession, proxy, sandbox } = live();
    const onPermission = ({ id }: PermissionRequest) =>
      from(rest(sandbox, 'POST', `/permission/${id}/reply`, { reply: 'once' })).pipe(map(() => 'reject' as const));
    const stream = client.stream(await newSession(), askBash('echo race'), { onPermission });
    const seen = record(stream);
    await expectWhole(live(), stream, seen);
    expect(seen.last.toolParts).toMatchObject([{ status: 'completed' }]);
    expect(proxy.requests.filter(({ path }) => path.startsWith('/permission/')).length).toBeLessThanOrEqual(1);
  });
});

describe('leaving while a human is asked', () => {
  it('leaves the question open; who comes back sees it at once', async () => {
    const { stream, seen } = await begin(live(), ask('Coming back?'));
    await seen.until(reply => reply.promptBlocked);
    seen.unsubscribe();
    expect(await happens(() => live().proxy.openStreams === 0)).toBe(true);
    const again = record(stream);
    expect(again.atOnce[0]?.pendingQuestions).toHaveLength(1);
    const request$ = stream.pendingQuestions$.pipe(
      skipWhile(requests => requests.length === 0),
      take(1),
      concatMap(requests => from(requests)),
      concatMap(({ id }) => live().client.replyQuestion(id, [['Red']])),
    );
    await lastValueFrom(request$);
    await again.completion();
    await expectAsStored(live(), stream, again);
    expect(posts(live())).toBe(1);
    expect(await storedTurn(live(), stream)).toHaveLength(2);
  });
});
