import { NEVER, throwError, type Observable } from 'rxjs';
import { promptBoard, withFamily, type PromptBoard } from '../../../lib/live/attention/prompt-board.js';
import type { StoredPrompts } from '../../../lib/live/attention/stored-prompts.js';
import { BadRequestError, ServerError } from '../../../lib/errors.js';
import type { PendingPrompt } from '../../../lib/reply/prompts.js';
import type { Lineage } from '../../../lib/turn/hub/lineage.js';
import type { StoreReader } from '../../../lib/turn/hub/store-reader.js';
import type { OpencodeEvent, PermissionRequest, QuestionRequest } from '../../../lib/wire/index.js';
import { createMessageID } from '../../../lib/index.js';
import { marbles } from '../../support/marbles.js';
import { stopTime } from '../../support/virtual-time.js';

const { start, hear, fence, take } = promptBoard({} as StoreReader);

const question = (id: string, sessionID = 'ses_1'): QuestionRequest => ({ id, sessionID, questions: [] });
const permission = (id: string, sessionID = 'ses_1'): PermissionRequest => ({ id, sessionID, permission: 'bash' });

const event = (type: string, properties: object) => ({ type, properties }) as unknown as OpencodeEvent;
const asks = (id: string, sessionID?: string) => event('question.asked', question(id, sessionID));
const settled = (type: string, requestID: string) => event(type, { sessionID: 'ses_1', requestID });
const rests = (sessionID: string) => event('session.idle', { sessionID });

const after = (board: PromptBoard, ...events: readonly OpencodeEvent[]): PromptBoard => events.reduce(hear, board);

/** What the lists say, while both sessions work unless told otherwise. */
const lists = (questions: readonly QuestionRequest[], more: Partial<StoredPrompts> = {}): StoredPrompts => ({
  ...{ questions, permissions: [], statuses: { ses_1: { type: 'busy' }, ses_2: { type: 'busy' } } },
  ...more,
});

const idsOf = ({ prompts }: PromptBoard) => prompts.pending.map(({ request }) => request.id);

describe('the board of what waits for a human', () => {
  const board = take(fence(start), lists([question('que_1')], { permissions: [permission('per_1', 'ses_2')] }));

  it('has what was read, of sessions that work, and is all there then', () => {
    expect([start.loaded, board.loaded, idsOf(board)]).toEqual([false, true, ['que_1', 'per_1']]);
    expect(idsOf(take(fence(board), lists([question('que_2')], { statuses: {} })))).toEqual([]);
  });

  it('has what is asked until it is settled, by whatever answer', () => {
    const asked = after(board, asks('que_2'), event('permission.asked', permission('per_2')));
    expect(idsOf(asked)).toEqual(['que_1', 'per_1', 'que_2', 'per_2']);
    const answers = [
      ...[settled('question.replied', 'que_1'), settled('question.rejected', 'que_2')],
      settled('permission.replied', 'per_1'),
    ];
    expect(idsOf(after(asked, ...answers))).toEqual(['per_2']);
  });

  it('has nothing of a session that rests or is deleted, and counts the rests of those that had asked', () => {
    const calm = after(board, rests('ses_1'));
    expect([idsOf(calm), calm.calmed]).toEqual([['per_1'], 1]);
    expect(after(calm, rests('ses_1'), rests('ses_3')).calmed).toBe(1);
    const deleted = event('session.deleted', { sessionID: 'ses_2', info: { id: 'ses_2' } });
    expect([idsOf(after(calm, deleted)), after(calm, deleted).calmed]).toEqual([[], 2]);
  });

  it('keeps what was asked since a read began, and does not bring back what was settled since', () => {
    const meanwhile = [asks('que_2'), settled('question.replied', 'que_1')];
    expect(idsOf(take(after(fence(board), ...meanwhile), lists([question('que_1')])))).toEqual(['que_2']);
  });

  it('does not bring back what a session had asked that came to rest since a read began', () => {
    const since = after(fence(board), rests('ses_1'));
    expect(idsOf(take(since, lists([question('que_1'), question('que_9')])))).toEqual([]);
  });

  it('gives way to a read in all that was heard of before', () => {
    const heard = after(board, asks('que_2'), rests('ses_2'));
    const truth = lists([question('que_1')], { permissions: [permission('per_1', 'ses_2')] });
    expect(idsOf(take(fence(heard), truth))).toEqual(['que_1', 'per_1']);
  });

  it('keeps the very prompts that are read again', () => {
    const again = take(fence(board), lists([question('que_1')]));
    expect(again.prompts.pending[0]).toBe(board.prompts.pending[0]);
  });

  it('knows since when from the id, else from when it was first heard of', () => {
    stopTime();
    const then = Date.now();
    const id = createMessageID().replace('msg', 'que');
    jest.advanceTimersByTime(5_000);
    const [known, unknown] = after(start, asks(id), asks('que_mine')).prompts.pending;
    jest.useRealTimers();
    expect(Math.abs((known?.askedAt ?? 0) - then)).toBeLessThan(100);
    expect(unknown?.askedAt).toBe(then + 5_000);
  });
});

describe('a prompt and the family of its session', () => {
  const prompt: PendingPrompt = { kind: 'question', request: question('que_1'), askedAt: 1 };

  /** Whose family is looked up so. */
  const lineage = (family$: Observable<readonly string[]>, known?: readonly string[]) => {
    const fake: unknown = { known: () => known, family: () => family$ };
    return fake as Lineage;
  };
  const familiesOf = { o: ['ses_1'], f: ['ses_1', 'ses_0'] };
  const seen = { o: { prompt, family: familiesOf.o }, f: { prompt, family: familiesOf.f } };

  beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
  afterEach(() => jest.restoreAllMocks());

  it('is told at once where it is known', () => {
    marbles(({ expectObservable }) => {
      expectObservable(withFamily(lineage(NEVER, familiesOf.f), prompt)).toBe('(f|)', seen);
    });
  });

  it('is the session alone until the others are named', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(withFamily(lineage(cold('--(f|)', familiesOf)), prompt)).toBe('o-(f|)', seen);
    });
  });

  it('is looked up again where that may help, and else the session alone', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const failing = (error: Error) => cold<readonly string[]>('-#', {}, error);
      const [busy$, refused$] = [failing(new ServerError('Busy')), failing(new BadRequestError('No'))];
      expectObservable(withFamily(lineage(busy$), prompt), '300ms !').toBe('o', seen);
      expectSubscriptions(busy$.subscriptions).toBe(['^!', '251ms ^!']);
      expectObservable(withFamily(lineage(refused$), prompt)).toBe('o(o|)', seen);
    });
  });

  it('is nobody’s where no session asks', () => {
    marbles(({ expectObservable }) => {
      const stray: PendingPrompt = { kind: 'question', request: { id: 'que_1', questions: [] }, askedAt: 1 };
      const never = lineage(throwError(() => new Error('asked')));
      expectObservable(withFamily(never, stray)).toBe('(s|)', { s: { prompt: stray, family: [] } });
    });
  });
});
