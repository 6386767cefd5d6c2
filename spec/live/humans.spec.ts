import { concatMap, EMPTY, finalize, from, lastValueFrom, map, NEVER, of, skipWhile, take, throwError } from 'rxjs';
import { bash, question, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import {
  PromptNotFoundError,
  type PermissionRequest,
  type QuestionRequest,
  type StreamOptions,
} from '../../lib/index.js';
import { expectAsStored, expectWhole, posts, storedTurn } from '../support/expect-turn.js';
import { happens, useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { rest } from '../support/sandbox.js';

const live = useLive();

const askBash = (...commands: string[]) =>
  scripted('Run it.', step(...commands.map(command => bash(command))), step(text('That was it.')));
const ask = (words: string) => scripted('Ask me.', step(question(words, ['Red', 'Blue'])), step(text('So be it.')));

/** A turn in a new session, subscribed. */
async function begin(prompt: string, options: StreamOptions = {}) {
  const stream = live().client.stream(await live().newSession(), prompt, options);
  return { stream, seen: record(stream) };
}

const pending = <T>(path: '/question' | '/permission') => rest<T[]>(live().sandbox, 'GET', path);

describe('a permission', () => {
  it('is given by the handler', async () => {
    const asked: PermissionRequest[] = [];
    const onPermission = (request: PermissionRequest) => {
      asked.push(request);
      return of('once' as const);
    };
    const { stream, seen } = await begin(askBash('echo granted'), { onPermission });
    await expectWhole(live(), stream, seen);
    expect(asked).toMatchObject([{ sessionID: stream.sessionID, permission: 'bash', patterns: ['echo granted'] }]);
    expect(seen.values.some(({ status, promptBlocked }) => status === 'blocked' && promptBlocked)).toBe(true);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'That was it.', pendingPermissions: [] });
    expect(seen.last.toolParts[0]?.output).toContain('granted');
  });

  it('is refused with words for the agent, which goes on', async () => {
    const onPermission = () => of({ reply: 'reject' as const, message: 'Use printf instead.' });
    const { stream, seen } = await begin(askBash('echo refused'), { onPermission });
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'That was it.' });
    expect(seen.last.toolParts).toMatchObject([{ tool: 'bash', status: 'error' }]);
    expect(seen.last.toolParts[0]?.error).toContain('Use printf instead.');
  });

  it('is refused by null, which ends the turn', async () => {
    const { stream, seen } = await begin(askBash('echo dismissed'), { onPermission: () => of(null) });
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: '' });
    expect(seen.last.toolParts).toMatchObject([{ tool: 'bash', status: 'error' }]);
  });

  it('is decided in a dialog of its own, without a handler', async () => {
    const { client, newSession } = live();
    const stream = client.stream(await newSession(), askBash('echo dialog'));
    const dialogs$ = stream.pendingPermissions$.pipe(
      concatMap(requests => from(requests)),
      concatMap(({ id }) => client.replyPermission(id, 'once')),
    );
    const replies = record(dialogs$);
    const seen = record(stream);
    await expectWhole(live(), stream, seen);
    await replies.completion();
    expect(replies.values).toHaveLength(1);
    expect(seen.last.toolParts[0]?.output).toContain('dialog');
  });

  it('is asked for twice at once by parallel tools, and given in any order', async () => {
    const { stream, seen } = await begin(askBash('echo first', 'echo second'));
    const { pendingPermissions } = await seen.until(reply => reply.pendingPermissions.length === 2);
    expect(pendingPermissions.map(({ patterns }) => patterns)).toEqual(
      expect.arrayContaining([['echo first'], ['echo second']]),
    );
    const [first, second] = pendingPermissions.map(({ id }) => live().client.replyPermission(id, 'once'));
    await lastValueFrom(second ?? NEVER);
    const left = await seen.until(reply => reply.pendingPermissions.length === 1);
    expect(left.pendingPermissions).toEqual(pendingPermissions.slice(0, 1));
    await lastValueFrom(first ?? NEVER);
    await expectWhole(live(), stream, seen);
    expect(seen.last.toolParts.map(({ status }) => status)).toEqual(['completed', 'completed']);
  });

  it('can be given once only', async () => {
    const { stream, seen } = await begin(askBash('echo once'));
    const { pendingPermissions } = await seen.until(reply => reply.promptBlocked);
    const reply$ = live().client.replyPermission(pendingPermissions[0]?.id ?? '', 'once');
    await lastValueFrom(reply$);
    await expectWhole(live(), stream, seen);
    needs(live().sandbox, 'a 404 for a question or permission that is settled');
    await expect(lastValueFrom(reply$)).rejects.toBeInstanceOf(PromptNotFoundError);
  });
});

describe('a question', () => {
  it('is answered by the handler', async () => {
    const asked: QuestionRequest[] = [];
    const onQuestion = (request: QuestionRequest) => {
      asked.push(request);
      return Promise.resolve([['Blue']]);
    };
    const { stream, seen } = await begin(ask('Which colour?'), { onQuestion });
    const transitions = record(stream.transitions$);
    await expectWhole(live(), stream, seen);
    expect(asked.map(({ questions }) => questions[0]?.question)).toEqual(['Which colour?']);
    const told = transitions.values.filter(({ type }) => type.startsWith('question'));
    expect(told).toMatchObject([
      { type: 'questionAsked', request: asked[0] },
      { type: 'questionReplied', requestID: asked[0]?.id, answers: [['Blue']] },
    ]);
    expect(seen.last.toolParts[0]?.output).toContain('Blue');
    expect(seen.last.fullText).toBe('So be it.');
  });

  it('is part of its tool while it waits, ready to be answered', async () => {
    const { stream, seen } = await begin(ask('Where to?'));
    const { pendingQuestions, parts } = await seen.until(
      reply => reply.promptBlocked && reply.parts.some(part => part.type === 'tool' && part.status === 'running'),
    );
    const [request] = pendingQuestions;
    expect(parts.find(part => part.type === 'tool')).toMatchObject({
      tool: 'question',
      input: { questions: request?.questions, opencode_request_id: request?.id },
    });
    await lastValueFrom(live().client.replyQuestion(request?.id ?? '', [['Red']]));
    await expectWhole(live(), stream, seen);
  });

  it('is answered through pendingQuestions$', async () => {
    const { client, newSession } = live();
    const stream = client.stream(await newSession(), ask('Which one?'));
    const answers = record(
      stream.pendingQuestions$.pipe(
        concatMap(requests => from(requests)),
        concatMap(({ id }) => client.replyQuestion(id, [['Red']])),
      ),
    );
    const seen = record(stream);
    await expectWhole(live(), stream, seen);
    await answers.completion();
    expect(seen.last.toolParts[0]?.output).toContain('Red');
  });

  it('is rejected by null, which ends the turn', async () => {
    const { stream, seen } = await begin(ask('May I?'), { onQuestion: () => of(null) });
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: '', pendingQuestions: [] });
    expect(seen.last.toolParts).toMatchObject([{ tool: 'question', status: 'error' }]);
  });
});

describe('a handler', () => {
  it('that errors ends the stream but not the turn: the next subscriber is asked again', async () => {
    const dialogs = [throwError(() => new Error('the dialog broke')), of([['Red']])];
    const onQuestion = () => dialogs.shift() ?? NEVER;
    const { stream, seen } = await begin(ask('Once more?'), { onQuestion });
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
    const { stream, seen } = await begin(ask('Anybody?'), { onQuestion });
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
    const { stream, seen } = await begin(prompt, { onQuestion });
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
    const { stream, seen } = await begin(ask('Coming back?'));
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
