import { BehaviorSubject, Subject } from 'rxjs';
import { Outbox, pendingMessage } from '../../../lib/live/session/outbox.js';
import type { LiveMessage } from '../../../lib/live/transcript/live-message.js';
import type { Turn, TurnPlan } from '../../../lib/turn/turn.js';
import { record } from '../../support/recording.js';
import { stopTime } from '../../support/virtual-time.js';

beforeEach(stopTime);
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

/** A message as it is sent. */
function prompt(messageID: string, body: object = { parts: [{ type: 'text', text: 'Hi' }] }): LiveMessage {
  const plan: unknown = { sessionID: 'ses_1', messageID, prompt: { body } };
  return pendingMessage(plan as TurnPlan);
}

/** The same as the server has it. */
const stored = ({ info, parts }: LiveMessage): LiveMessage => ({ info, parts });

/** Turns in the hands of a spec, and what is shown of them. */
function stage() {
  const outbox = new Outbox();
  const transcript$ = new BehaviorSubject<readonly LiveMessage[]>([]);
  const shown$ = outbox.shown(transcript$);
  const send = (message: LiveMessage, state: Partial<Pick<Turn, 'isStored' | 'end'>> = {}) => {
    const turn = { isStored: false, end: undefined, ...state };
    const run$ = new Subject<never>();
    const following = run$.pipe(outbox.showing(message, turn as Turn)).subscribe({ error: () => undefined });
    return { turn, run$, leave: () => following.unsubscribe() };
  };
  return { outbox, transcript$, shown$, send };
}

describe('a message that is on its way', () => {
  it('says what was sent, each part by an id of its own, from now on', () => {
    const model = { providerID: 'p', modelID: 'm' };
    const parts = [
      { type: 'text', text: 'one' },
      { type: 'text', text: 'two' },
    ];
    const { info, parts: shown, pending } = prompt('msg_1', { agent: 'build', model, system: 'Be brief', parts });
    expect(info).toEqual({
      ...{ id: 'msg_1', sessionID: 'ses_1', role: 'user', time: { created: Date.now() } },
      ...{ agent: 'build', model, system: 'Be brief' },
    });
    expect(shown).toMatchObject(parts.map(part => ({ ...part, messageID: 'msg_1', sessionID: 'ses_1' })));
    expect(new Set(shown.map(({ id }) => id)).size).toBe(2);
    expect(pending).toBe(true);
  });

  it('shows behind the transcript while its turn is followed', () => {
    const { transcript$, shown$, send } = stage();
    const [before, hi] = [stored(prompt('msg_0')), prompt('msg_1')];
    transcript$.next([before]);
    const shown = record(shown$);
    const { leave } = send(hi);
    leave();
    expect(shown.values).toEqual([[before], [before, hi], [before]]);
    shown.unsubscribe();
  });

  it('does not show where its turn is over, or the server has told of it', () => {
    const { shown$, send } = stage();
    const shown = record(shown$);
    const follows = [send(prompt('msg_1'), { isStored: true }), send(prompt('msg_2'), { end: {} })];
    expect(shown.values).toEqual([[]]);
    shown.unsubscribe();
    for (const { leave } of follows) leave();
  });

  it('goes alone, and only where it showed', () => {
    const { shown$, send } = stage();
    const shown = record(shown$);
    const [one, other] = [prompt('msg_1'), prompt('msg_2')];
    const [first, second] = [send(one), send(other)];
    send(prompt('msg_3'), { isStored: true }).leave();
    expect(shown.values).toEqual([[], [one], [one, other]]);
    first.leave();
    expect(shown.last).toEqual([other]);
    second.leave();
    shown.unsubscribe();
  });

  it('has its parts until the server tells of them, and is the server’s own from then on', () => {
    const { transcript$, shown$, send } = stage();
    const shown = record(shown$);
    const hi = prompt('msg_1');
    const { leave } = send(hi);
    transcript$.next([{ info: hi.info, parts: [] }]);
    expect(shown.last).toEqual([{ info: hi.info, parts: hi.parts }]);
    const told = [stored(hi)];
    transcript$.next(told);
    expect(shown.last).toBe(told);
    transcript$.next([]);
    expect(shown.last).toEqual([]);
    leave();
    const again = send(hi);
    expect(shown.last).toEqual([hi]);
    again.leave();
    shown.unsubscribe();
  });
});

describe('a message that was accepted when its turn was over', () => {
  /** One that nobody follows any more. */
  function accepted(state: Partial<Pick<Turn, 'isStored'>> = {}) {
    const { shown$, send } = stage();
    const hi = prompt('msg_1');
    const watching = record(shown$);
    const { turn, run$ } = send(hi);
    Object.assign(turn, { end: {} }, state);
    return { shown$, hi, watching, run$ };
  }

  it('shows for another 30 s', () => {
    const { hi, watching, run$ } = accepted();
    run$.complete();
    jest.advanceTimersByTime(29_999);
    expect(watching.last).toEqual([hi]);
    jest.advanceTimersByTime(1);
    expect(watching.last).toEqual([]);
    watching.unsubscribe();
  });

  it('goes at once where the server has told of it', () => {
    const { watching, run$ } = accepted({ isStored: true });
    run$.complete();
    expect(watching.last).toEqual([]);
    watching.unsubscribe();
  });

  it('is forgotten when nobody watches, then or later', () => {
    const unwatched = accepted();
    unwatched.watching.unsubscribe();
    unwatched.run$.complete();
    const left = accepted();
    left.run$.complete();
    left.watching.unsubscribe();
    for (const { shown$ } of [unwatched, left]) {
      const later = record(shown$);
      expect(later.values).toEqual([[]]);
      later.unsubscribe();
    }
  });
});
