import { EMPTY, of, Subject, type Observable } from 'rxjs';
import { OpencodeError } from '../../lib/errors.js';
import { noInstrumentation } from '../../lib/instrumentation.js';
import { LiveViews } from '../../lib/live/live-views.js';
import { createHub } from '../../lib/turn/hub/hub.js';
import type { OpencodeEvent } from '../../lib/wire/index.js';
import { SESSIONS, delta, ids } from './many-sessions.js';

/** How often an event of one session was looked at while so many sessions were watched. */
function looksAt(sessions: number): number {
  const events$ = new Subject<readonly OpencodeEvent[]>();
  const state$ = of({ status: 'idle' as const });
  const hub = createHub(unreachable, { values$: events$, state$ }, Infinity);
  const views = new LiveViews(hub);
  const open = ids.slice(0, sessions).flatMap(id => {
    const { messages$, status$, info$, todos$, pendingQuestions$ } = views.session(id);
    return [messages$, status$, info$, todos$, pendingQuestions$].map((member: Observable<unknown>) =>
      member.subscribe(),
    );
  });
  let looks = 0;
  const count = (event: object) =>
    new Proxy(event, { get: (target, key) => ((looks += 1), Reflect.get(target, key) as unknown) });
  events$.next([count(delta('ses_0')) as OpencodeEvent]);
  for (const subscription of open) subscription.unsubscribe();
  expect(events$.observed).toBe(false);
  return looks;
}

const unreachable = {
  baseUrl: 'http://nowhere.test',
  baseQuery: {},
  headers: () => EMPTY,
  timeout: 1,
  fetch: () => Promise.reject(new TypeError('fetch failed')),
  instrumentation: noInstrumentation,
  toError: () => new OpencodeError('never'),
};

describe('an event of one session', () => {
  it('is looked at by the views of that session alone, however many others are watched', () => {
    expect(looksAt(1)).toBeGreaterThan(0);
    expect(looksAt(SESSIONS)).toBe(looksAt(1));
  });
});
