import { of, Subject, throwError, type Observable } from 'rxjs';
import { BadRequestError } from '../../../lib/errors.js';
import { readHistory } from '../../../lib/live/transcript/history.js';
import { blank, type Transcript } from '../../../lib/live/transcript/transcript.js';
import type { MessagePage } from '../../../lib/rest/index.js';
import type { StoreReader } from '../../../lib/turn/hub/store-reader.js';
import type { MessageWithParts, SessionStatuses } from '../../../lib/wire/index.js';
import { record } from '../../support/recording.js';

const SESSION = 'ses_1';
const PAGE = 50;

/** A message made at that time. */
const message = (created: number): MessageWithParts => ({
  info: { id: `msg_${created}`, sessionID: SESSION, role: 'user', time: { created } },
  parts: [],
});

const messagesOf = (count: number) => Array.from({ length: count }, (_, at) => message(at + 1));

const paged = (messages: MessageWithParts[], nextCursor?: string): MessagePage =>
  nextCursor === undefined ? messages : Object.assign(messages, { nextCursor });

/** What a store does otherwise than a new server's. */
interface Manner {
  readonly statuses?: Observable<SessionStatuses>;
  /** Names no page before one, and cuts lists off (1.1). */
  readonly isOld?: boolean;
  /** Refuses lists of more than one. */
  readonly isPicky?: boolean;
}

/** A store of so many messages, and how often it was asked for some. */
function storeOf(count: number, { statuses = of({}), isOld = false, isPicky = false }: Manner = {}) {
  const all = messagesOf(count);
  const asked: string[] = [];
  const messages: StoreReader['messages'] = (_sessionID, { before, limit = PAGE } = {}) => {
    asked.push(limit === PAGE ? 'page' : 'one');
    if (isPicky && limit > 1) return throwError(() => new BadRequestError('No', { response: { status: 400 } }));
    const end = before === undefined ? count : Number(before);
    const start = Math.max(0, end - limit);
    const nextCursor = isOld || start === 0 ? undefined : String(start);
    return of(paged(all.slice(start, end), nextCursor));
  };
  const allMessages = () => {
    asked.push('all');
    return of(paged([...all]));
  };
  const store: unknown = { statuses: () => statuses, messages, allMessages };
  return { store: store as StoreReader, asked };
}

/** A transcript that reaches back to the message made at that time. */
const since = (created: number): Transcript => ({ ...blank, loaded: true, messages: [message(created)] });

const read = (store: StoreReader, known: Transcript = blank) => record(readHistory(store, SESSION, known)).last;

describe('the history that is read of a session', () => {
  it('is a page where nothing is known, and where that begins', () => {
    const { store, asked } = storeOf(120);
    const { messages, before } = read(store);
    expect([messages.length, messages[0]?.info.id, before, asked]).toEqual([PAGE, 'msg_71', '70', ['page']]);
    expect(read(storeOf(0).store)).toStrictEqual({ messages: [], before: undefined, busy: false });
  });

  it('reaches as far back as what is known, and no page further', () => {
    const { store, asked } = storeOf(200);
    expect(read(store, since(151)).messages).toHaveLength(PAGE);
    expect(asked).toHaveLength(1);
    expect(read(store, since(150)).messages).toHaveLength(2 * PAGE);
    expect(asked).toHaveLength(3);
    expect(read(store, since(1)).before).toBeUndefined();
  });

  it('is a page at least, also where messages can be had only one by one', () => {
    for (const known of [blank, since(99)]) {
      expect(read(storeOf(120, { isPicky: true }).store, known).messages).toHaveLength(PAGE);
    }
  });

  it('is all there is of a server that cuts lists off and names no page before', () => {
    for (const known of [blank, since(71)]) {
      const { store, asked } = storeOf(120, { isOld: true });
      expect(read(store, known).messages).toHaveLength(120);
      expect(asked).toEqual(['page', 'all']);
    }
    const short = storeOf(PAGE - 1, { isOld: true });
    expect([read(short.store).messages.length, short.asked]).toEqual([PAGE - 1, ['page']]);
  });

  it('says whether the session worked before the messages were asked for', () => {
    const statuses = new Subject<SessionStatuses>();
    const { store, asked } = storeOf(1, { statuses });
    const history = record(readHistory(store, SESSION, blank));
    expect(asked).toEqual([]);
    statuses.next({ [SESSION]: { type: 'busy' } });
    expect([history.last.busy, asked]).toEqual([true, ['page']]);
    history.unsubscribe();
    expect(read(storeOf(1, { statuses: of({ other: { type: 'busy' } }) }).store).busy).toBe(false);
  });
});
