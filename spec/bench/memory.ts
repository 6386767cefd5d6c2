import { last, lastValueFrom, mergeMap, range, Subject, takeUntil, tap } from 'rxjs';
import type { OpencodeClient, Reply } from '../../lib/index.js';
import type { Api } from './support/api.js';
import { heldByValues } from './support/heap.js';
import type { Finding } from './support/report.js';
import { sessionIDOf } from './support/turns/story.js';
import { startFirehose } from './support/turns/start-firehose.js';

/** What is allocated and in use, in bytes, when all that can go is gone. */
function heap(): number {
  if (globalThis.gc === undefined) throw new Error('memory is measured with node --expose-gc');
  for (let times = 0; times < 3; times++) globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** The first ones warm up: there is code to compile, too. */
const MARKS: readonly number[] = [100, 250, 500, 750, 1_000];

/** Deltas of each of those turns. */
const SHORT = 50;

/** How many of them run at a time. */
const AT_A_TIME = 20;

/** Plays turns from one mark to the next, to the end of each. */
const play = (client: OpencodeClient, from: number, to: number): Promise<unknown> =>
  lastValueFrom(
    range(from + 1, to - from).pipe(
      mergeMap(turn => client.stream(sessionIDOf(turn), 'Go').pipe(last()), AT_A_TIME),
      tap(({ status }) => {
        if (status !== 'completed') throw new Error(`a turn ended as ${status}`);
      }),
    ),
  );

async function afterTurns({ OpencodeClient }: Api): Promise<Finding> {
  const firehose = await startFirehose(SHORT, 4);
  const client = new OpencodeClient({ baseUrl: firehose.url });
  const ear = client.events$.subscribe();
  const found: { readonly all: number; readonly values: number }[] = [];
  for (const [at, mark] of MARKS.entries()) {
    await play(client, MARKS[at - 1] ?? 0, mark);
    found.push({ all: heap(), values: await heldByValues() });
  }
  ear.unsubscribe();
  client.close();
  firehose.stop();
  const value = ((found[4]?.values ?? 0) - (found[2]?.values ?? 0)) / 500;
  const goal = { what: 'bytes that each of the last 500 turns leaves behind, but for code', value, atMost: 50 };
  const rows = MARKS.map((mark, at) => [`after ${String(mark)} turns`, ...megabytes(found[at])]);
  return { title: 'Heap of one client', columns: ['', 'MB', 'but for compiled code'], rows, goals: [goal] };
}

const megabytes = ({ all, values } = { all: 0, values: 0 }): readonly string[] =>
  [all, values].map(bytes => (bytes / 1_000_000).toFixed(3));

/** Ten characters each. */
const LONG = 100_000;

/** Holds a reply in the midst of being told, and at its end, and says what that keeps for each of its characters. */
async function ofOneReply({ OpencodeClient }: Api): Promise<Finding> {
  const firehose = await startFirehose(LONG);
  const client = new OpencodeClient({ baseUrl: firehose.url });
  const ear = client.events$.subscribe();
  await lastValueFrom(client.stream(sessionIDOf(1), 'Go'));
  const before = heap();
  const held: Reply[] = [];
  const left$ = new Subject<void>();
  const isLast = ({ parts: [part] }: Reply): boolean => part?.type === 'text' && part.content.length > 1_000_000;
  const watched$ = client.stream(sessionIDOf(2), 'Go').pipe(
    tap(reply => {
      if (isLast(reply)) left$.next(void (held[0] = reply));
    }),
    takeUntil(left$),
  );
  await lastValueFrom(watched$);
  const [reply] = held;
  const perCharacter = (): string => ((heap() - before) / (length ?? 1)).toFixed(1);
  const length = reply?.parts.map(part => (part.type === 'text' ? part.content.length : 0))[0];
  const unread = perCharacter();
  // What was put together is in one piece once it is read.
  if (reply?.fullText.charAt(0) !== 'w') throw new Error('that is not what was said');
  const rows = [
    ['while it is told, not read yet', unread],
    ['once it was read', perCharacter()],
  ];
  held.length = 0;
  ear.unsubscribe();
  client.close();
  firehose.stop();
  return { title: 'Bytes kept for each character of a reply of 1 MB', columns: ['', 'bytes'], rows, goals: [] };
}

/** What a client and a reply keep. */
export const memory = async (api: Api): Promise<readonly Finding[]> => [await afterTurns(api), await ofOneReply(api)];
