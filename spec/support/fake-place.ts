import { map, NEVER, shareReplay, type Observable } from 'rxjs';
import type { Keeping } from '../../lib/live/standing/standing.js';
import type { Hub } from '../../lib/turn/hub/hub.js';
import type { OpencodeEvent } from '../../lib/wire/index.js';

/** What the letters of a marble diagram say of the event connection. */
const STATES = { c: 'connecting', o: 'open', r: 'reconnecting', f: 'failed' } as const;

/** A hub of which there is only the state of its connection, and whether its client is closed. */
export const fakeHub = (letter$: Observable<string>, closed$: Observable<never> = NEVER): Hub => {
  const hub: unknown = {
    http: { closed$ },
    connection$: letter$.pipe(
      map(letter => ({ status: STATES[letter as keyof typeof STATES] })),
      shareReplay(1),
    ),
  };
  return hub as Hub;
};

/** An event of which there is only the type. */
export const eventNamed = (type: string): OpencodeEvent => ({ type, properties: {} }) as unknown as OpencodeEvent;

/** A state that tells all that has happened to it: `[` a read began, `r` what it read, `]` it is over, `~` a miss. */
export const telling = (read: (state: string) => Observable<string>): Keeping<string, string> => ({
  start: '',
  hear: (state, { type }) => state + type,
  miss: state => `${state}~`,
  fence: state => `${state}[`,
  read,
  take: (state, truth) => `${state}${truth}`,
  unfence: state => `${state}]`,
});

/** What the letters of a marble diagram stand for, from `s` on. */
export const letters = (...values: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(values.map((value, at) => [String.fromCharCode('s'.charCodeAt(0) + at), value]));
