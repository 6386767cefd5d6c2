import { of, Subject, throwError } from 'rxjs';
import { sharedView } from '../../../lib/live/standing/shared-view.js';
import { Troubles } from '../../../lib/live/standing/troubles.js';
import { BadRequestError, OpencodeError } from '../../../lib/errors.js';
import type { OpencodeEvent } from '../../../lib/wire/index.js';
import { eventNamed, fakeHub, telling } from '../../support/fake-place.js';
import { record } from '../../support/recording.js';

/** A shared view in the hands of a spec: what is read, what is said, and what was subscribed. */
function stage() {
  const [read$, events$, stirs$] = [new Subject<string>(), new Subject<OpencodeEvent>(), new Subject<void>()];
  const closed$ = new Subject<never>();
  const troubles = new Troubles();
  const made = (name: string, hub = fakeHub(of('o'), closed$)) =>
    sharedView({
      ...{ hub, troubles, name, events$, stirs$ },
      keeping: telling(() => read$),
      select: state => (/\w/.exec(state) && state.length < 9 ? state.replaceAll('[', '') : undefined),
    });
  const watched = () => [read$, events$, stirs$].map(({ observed }) => observed);
  return { read$, events$, stirs$, closed$, troubles, made, watched };
}

const failure = new BadRequestError('Refused', { response: { status: 400 } });

describe('a shared view', () => {
  it('opens nothing until it is watched', () => {
    const { made, watched } = stage();
    made('x');
    expect(watched()).toEqual([false, false, false]);
  });

  it('is the value selected of each state, where there is one, and not the same twice', () => {
    const { events$, read$, stirs$, made } = stage();
    const values = record(made('x'));
    expect(values.values).toEqual([]);
    read$.next('r');
    events$.next(eventNamed('a'));
    stirs$.next();
    expect(values.values).toEqual(['r]', 'r]a']);
    values.unsubscribe();
  });

  it('is at once the newest value for whoever comes later, and kept once for all', () => {
    const { events$, read$, made } = stage();
    const view$ = made('x');
    const first = record(view$);
    read$.next('r');
    events$.next(eventNamed('a'));
    const second = record(view$);
    expect(second.atOnce).toEqual(['r]a']);
    first.unsubscribe();
    events$.next(eventNamed('b'));
    expect(second.values).toEqual(['r]a', 'r]ab']);
    second.unsubscribe();
  });

  it('goes with the last who leaves, and begins anew with the next', () => {
    const { read$, made, watched } = stage();
    const view$ = made('x');
    const [first, second] = [record(view$), record(view$)];
    read$.next('r');
    first.unsubscribe();
    expect(watched()).toEqual([true, true, true]);
    second.unsubscribe();
    expect(watched()).toEqual([false, false, false]);
    const third = record(view$);
    expect(third.atOnce).toEqual([]);
    read$.next('n');
    expect(third.values).toEqual(['n]']);
    third.unsubscribe();
  });

  it('tells of its own troubles by its name, and takes them along when it goes', () => {
    const { troubles, made } = stage();
    const other = new OpencodeError('of another');
    troubles.report('other', other);
    const errors = record(troubles.error$);
    const refused = sharedView({
      ...{ hub: fakeHub(of('o')), troubles, name: 'x', events$: new Subject<never>() },
      keeping: telling(() => throwError(() => failure)),
      select: state => state,
    });
    const [first, second] = [record(refused), record(made('y'))];
    second.unsubscribe();
    expect(errors.values).toEqual([other, failure]);
    first.unsubscribe();
    expect(errors.values).toEqual([other, failure, other]);
    errors.unsubscribe();
  });

  it('tries a connection that was lost for good anew for whoever comes', () => {
    const { troubles } = stage();
    let tries = 0;
    const lost$ = throwError(() => ((tries += 1), failure));
    const view$ = sharedView({
      ...{ hub: fakeHub(of('f')), troubles, name: 'x', events$: lost$ },
      keeping: telling(() => of('r')),
      select: state => state,
    });
    const first = record(view$);
    expect(tries).toBe(1);
    const second = record(view$);
    expect(tries).toBe(2);
    for (const { ending } of [first, second]) expect(ending).toBeUndefined();
    first.unsubscribe();
    second.unsubscribe();
  });

  it('errors for all who watch when the client is closed, and for whoever comes afterwards', () => {
    const { made, events$, closed$ } = stage();
    const view$ = made('x');
    const [first, second] = [record(view$), record(view$)];
    const error = new OpencodeError('closed');
    closed$.error(error);
    events$.error(error);
    for (const { ending } of [first, second, record(view$)]) expect(ending).toEqual({ kind: 'errored', error });
  });
});
