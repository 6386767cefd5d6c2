import { lastValueFrom, of, type Observable } from 'rxjs';
import type { MessagePage } from '../../../lib/rest/index.js';
import { readBack } from '../../../lib/turn/hub/read-back.js';
import type { StoreReader } from '../../../lib/turn/hub/store-reader.js';

const page = (nextCursor: string | undefined, ...ids: readonly string[]): MessagePage =>
  Object.defineProperty(
    ids.map(id => ({ info: { id, role: 'user' as const }, parts: [] })),
    'nextCursor',
    { value: nextCursor },
  );

/** What is read of a server that answers so, when it is never enough; and how often it is asked. */
async function readAll(answer: (before: string | undefined, asked: number) => MessagePage) {
  let asked = 0;
  const messages = (_sessionID: string, { before }: { before?: string | undefined } = {}): Observable<MessagePage> => {
    if ((asked += 1) > 100) throw new Error('asked for ever');
    return of(answer(before, asked));
  };
  const store = { messages } as unknown as StoreReader;
  const read = await lastValueFrom(readBack(store, { sessionID: 'ses_1', isEnough: () => false }));
  return { ids: read.map(({ info }) => info.id), cursor: read.nextCursor, asked };
}

describe('reading back', () => {
  it('goes from page to page to the beginning', async () => {
    const answer = (before?: string) => (before === undefined ? page('b', 'c', 'd') : page(undefined, 'a', 'b'));
    expect(await readAll(answer)).toEqual({ ids: ['a', 'b', 'c', 'd'], cursor: undefined, asked: 2 });
  });

  it.each([
    ['are empty', () => page('more', ...[]), []],
    ['are always the same', () => page('more', 'a', 'b'), ['a', 'b']],
    [
      'turn round',
      (_before: unknown, asked: number) => page(`${asked % 3}`, ...['a', 'b'].slice(asked % 2)),
      ['a', 'b'],
    ],
  ])('ends where the pages %s, whatever cursor they have', async (_how, answer, ids) => {
    const read = await readAll(answer);
    expect({ ...read, ids: [...read.ids].sort() }).toMatchObject({ ids, cursor: undefined });
    expect(read.asked).toBeLessThan(5);
  });
});
