import { asyncScheduler, debounceTime, defer, filter, merge, tap, type Observable } from 'rxjs';
import type { Hub } from '../../turn/hub/hub.js';
import { isRest, type OpencodeEvent } from '../../wire/index.js';
import { readHistory } from './history.js';
import type { SharedViewOptions } from '../standing/shared-view.js';
import type { Change } from '../standing/standing.js';
import { blank, fence, hear, miss, unfence, type Transcript } from './transcript.js';
import { take, type StoredHistory } from './truth.js';

/** Milliseconds after a session came to rest in which it still says something (lib/wire/PROTOCOL.md § 6). */
const REST = 250;

type TranscriptView = Omit<SharedViewOptions<Transcript, StoredHistory, Transcript>, 'hub' | 'troubles'>;

/** What is said of a session, as far as its messages are concerned. */
export interface TranscriptEvents {
  readonly messages$: Observable<OpencodeEvent>;
  /** When it works, and when it comes to rest. */
  readonly rests$: Observable<OpencodeEvent>;
}

/**
 * The messages of a session. They are read again whenever the session comes to rest, for what is stored then is the
 * last word, and when it works but there was no news of it for long.
 */
export function transcriptView(
  hub: Hub,
  sessionID: string,
  heard: TranscriptEvents,
  pages$: Observable<Change<Transcript>>,
): TranscriptView {
  const activity = new Activity();
  const rests$ = heard.rests$.pipe(filter(isRest), debounceTime(REST));
  const silences$ = hub.silences(() => activity.lastAt);
  const read = (known: Transcript): Observable<StoredHistory> =>
    defer(() => {
      const since = activity.lastAt;
      return readHistory(hub.store, sessionID, known).pipe(tap(({ busy }) => activity.read(busy, since)));
    });
  return {
    name: 'messages',
    events$: heard.messages$.pipe(tap(() => activity.heard())),
    keeping: { start: blank, hear, miss, fence, take, unfence, read },
    select: state => (state.loaded ? state : undefined),
    stirs$: merge(rests$, silences$.pipe(filter(() => activity.isBusy))),
    more$: pages$,
  };
}

/** Whether the session works, as far as is known, and when there last was news of it: heard, or read. */
class Activity {
  isBusy = false;
  /** Epoch ms. */
  lastAt = 0;

  heard(): void {
    this.isBusy = true;
    this.lastAt = asyncScheduler.now();
  }

  /** What was heard since the reading began is newer than what it tells. */
  read(isBusy: boolean, since: number): void {
    this.isBusy = isBusy || this.lastAt !== since;
    this.lastAt = asyncScheduler.now();
  }
}
