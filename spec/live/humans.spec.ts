import { concatMap, from, lastValueFrom, NEVER, of } from 'rxjs';
import { PromptNotFoundError, type PermissionRequest, type QuestionRequest } from '../../lib/index.js';
import { expectWhole } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { ask, askBash, begin } from '../support/live-turns.js';

const live = useLive();

describe('a permission', () => {
  it('is given by the handler', async () => {
    const asked: PermissionRequest[] = [];
    const onPermission = (request: PermissionRequest) => {
      asked.push(request);
      return of('once' as const);
    };
    const { stream, seen } = await begin(live(), askBash('echo granted'), { onPermission });
    await expectWhole(live(), stream, seen);
    expect(asked).toMatchObject([{ sessionID: stream.sessionID, permission: 'bash', patterns: ['echo granted'] }]);
    expect(seen.values.some(({ status, promptBlocked }) => status === 'blocked' && promptBlocked)).toBe(true);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'That was it.', pendingPermissions: [] });
    expect(seen.last.toolParts[0]?.output).toContain('granted');
  });

  it('is refused with words for the agent, which goes on', async () => {
    const onPermission = () => of({ reply: 'reject' as const, message: 'Use printf instead.' });
    const { stream, seen } = await begin(live(), askBash('echo refused'), { onPermission });
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'That was it.' });
    expect(seen.last.toolParts).toMatchObject([{ tool: 'bash', status: 'error' }]);
    expect(seen.last.toolParts[0]?.error).toContain('Use printf instead.');
  });

  it('is refused by null, which ends the turn', async () => {
    const { stream, seen } = await begin(live(), askBash('echo dismissed'), { onPermission: () => of(null) });
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
    const { stream, seen } = await begin(live(), askBash('echo first', 'echo second'));
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
    const { stream, seen } = await begin(live(), askBash('echo once'));
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
    const { stream, seen } = await begin(live(), ask('Which colour?'), { onQuestion });
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
    const { stream, seen } = await begin(live(), ask('Where to?'));
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
    const { stream, seen } = await begin(live(), ask('May I?'), { onQuestion: () => of(null) });
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: '', pendingQuestions: [] });
    expect(seen.last.toolParts).toMatchObject([{ tool: 'question', status: 'error' }]);
  });
});
