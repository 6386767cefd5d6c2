import { asyncScheduler, defer, of, Subject, throwError, type Observable } from 'rxjs';
import { BadRequestError, ServerError, SessionNotFoundError } from '../../lib/errors.js';
import { standing, type Change, type Place } from '../../lib/live/standing/standing.js';
import { eventNamed, fakeHub, letters, telling } from '../support/fake-place.js';
import { marbles } from '../support/marbles.js';
import { record } from '../support/recording.js';

beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const events = { a: eventNamed('a'), b: eventNamed('b') };
const unavailable = new ServerError('Unavailable');
const refused = new BadRequestError('Refused', { response: { status: 400 } });

/** A place where nothing happens but this, and the messages of what is reported there. */
function place(happenings: Partial<Place>) {
  const reports: (string | undefined)[] = [];
  const nothing = { hub: fakeHub(of('o')), events$: new Subject<never>(), arrivals$: new Subject<never>() };
  return { ...nothing, ...happenings, report: (error?: Error) => reports.push(error?.message), reports };
}

/** Subscribed to for the first time it is the first of them, then the next. */
const oneByOne = <T>(...lives: readonly Observable<T>[]): Observable<T> => {
  const left = [...lives];
  return defer(() => left.shift() ?? new Subject<T>());
};

describe('a standing state', () => {
  it('is what was read once the connection is open, and what is said since', () => {
    marbles(({ hot, cold, expectObservable }) => {
      const here = place({ hub: fakeHub(hot('c-o')), events$: hot('-----a-b', events) });
      const state$ = standing(
        here,
        telling(() => cold('--(r|)')),
      );
      expectObservable(state$).toBe('--s-tu-v', letters('[', '[r]', '[r]a', '[r]ab'));
    });
  });

  it('hears of a break, drops what it was reading and reads again', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const read$ = cold('----(r|)');
      const state$ = standing(
        place({ hub: fakeHub(hot('-o--r-o')) }),
        telling(() => read$),
      );
      expectObservable(state$).toBe('-s--t-u---v', letters('[', '[~', '[~[', '[~[r]'));
      expectSubscriptions(read$.subscriptions).toBe(['-^--!', '------^---!']);
    });
  });

  it('is read again when something stirs: after the read under way, once for all that stirred in it', () => {
    marbles(({ hot, cold, expectSubscriptions, expectObservable }) => {
      const read$ = cold('---(r|)');
      const state$ = standing(
        place({ stirs$: hot('----sss') }),
        telling(() => read$),
      );
      expectObservable(state$, '^--------!').toBe('s--tu--(vw)', letters('[', '[r]', '[r][', '[r][r]', '[r][r]['));
      expectSubscriptions(read$.subscriptions).toBe(['^--!', '----^--!', '-------^-!']);
    });
  });

  it('is changed by whatever else happens to it, and asks the store by what it is', () => {
    const more$ = new Subject<Change<string>>();
    const [stirs$, seen] = [new Subject<void>(), [] as string[]];
    const read = (state: string) => {
      seen.push(state);
      return of('r');
    };
    const states = record(standing(place({ stirs$ }), telling(read), more$));
    more$.next(state => `${state}!`);
    stirs$.next();
    expect(states.last).toBe('[r]![r]');
    expect(seen).toEqual(['[', '[r]![']);
    states.unsubscribe();
  });

  it('begins anew for each who subscribes, and leaves everything when that one goes', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const [events$, stirs$, read$] = [hot('-a', events), hot('-'), cold('----r')];
      const state$ = standing(
        place({ events$, stirs$ }),
        telling(() => read$),
      );
      expectObservable(state$, '^--!').toBe('st', letters('[', '[a'));
      expectObservable(state$, '-----^----!').toBe('-----s---t', letters('[', '[r]'));
      for (const { subscriptions } of [events$, stirs$, read$]) {
        expectSubscriptions(subscriptions).toBe(['^--!', '-----^----!']);
      }
    });
  });
});

describe('a read of a standing state that fails', () => {
  /** What is read in turn, as seconds and milliseconds it is asked for. */
  function timed(...answers: readonly Observable<string>[]) {
    const times: number[] = [];
    const answer$ = oneByOne(...answers);
    const read = () => defer(() => (times.push(asyncScheduler.now()), answer$));
    return { times, read };
  }
  const failure$ = throwError(() => unavailable);

  it('is told of and tried again, later each time; a success is told of, and begins the count anew', () => {
    const { times, read } = timed(failure$, failure$, failure$, of('r'), failure$, of('r'));
    marbles(({ cold, expectObservable, flush }) => {
      const here = place({ stirs$: cold('4s s') });
      expectObservable(standing(here, telling(read)), '9s !');
      flush();
      expect(times).toEqual([0, 250, 750, 1_750, 4_000, 4_250]);
      expect(here.reports).toStrictEqual([
        ...['Unavailable', 'Unavailable', 'Unavailable', undefined, 'Unavailable'],
        undefined,
      ]);
    });
  });

  it('leaves the state, which is told that it failed', () => {
    const states = record(
      standing(
        place({}),
        telling(() => throwError(() => refused)),
      ),
    );
    expect(states.values).toEqual(['[', '[]']);
    states.unsubscribe();
  });

  it('is tried again once, also where another failed meanwhile', () => {
    const { times, read } = timed(failure$, failure$, of('r'));
    marbles(({ cold, expectObservable, flush }) => {
      expectObservable(standing(place({ stirs$: cold('100ms s') }), telling(read)), '9s !');
      flush();
      expect(times).toEqual([0, 100, 600]);
    });
  });

  it.each([
    ['a refusal', refused, 'Refused'],
    ['something unheard of', new TypeError('mine'), 'The view could not be refreshed'],
  ])('is not tried again for %s', (_what, error, message) => {
    const { times, read } = timed(
      throwError(() => error),
      of('r'),
    );
    marbles(({ expectObservable, flush }) => {
      const here = place({});
      expectObservable(standing(here, telling(read)), '90s !');
      flush();
      expect([times, here.reports]).toEqual([[0], [message]]);
    });
  });

  it('ends the state where the session is not there, and nobody is told of a failure', () => {
    const error = new SessionNotFoundError('gone');
    const here = place({});
    expect(
      record(
        standing(
          here,
          telling(() => throwError(() => error)),
        ),
      ).ending,
    ).toEqual({ kind: 'errored', error });
    expect(here.reports).toEqual([]);
  });
});

describe('a standing state whose connection is lost for good', () => {
  const lost = new BadRequestError('Unauthorized', { response: { status: 401 } });

  it('tells of it, and hears again when somebody tries the connection, or comes', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions, flush }) => {
      const lives = [cold('--#', events, lost), cold('---#', events, lost), cold('-a', events)] as const;
      const hub = fakeHub(hot('of--c-f'));
      const here = place({ hub, events$: oneByOne(...lives), arrivals$: hot('--------s') });
      const { miss: _miss, ...keeping } = telling(() => of('r'));
      expectObservable(standing(here, keeping), '------------!').toBe('(st)-----u', letters('[', '[r]', '[r]a'));
      expectSubscriptions(lives[1].subscriptions).toBe('----^--!');
      flush();
      expect(here.reports.filter(Boolean)).toEqual(['Unauthorized', 'Unauthorized']);
    });
  });

  it('is stirred again when somebody tries the connection', () => {
    marbles(({ hot, cold, expectSubscriptions, expectObservable }) => {
      const [first$, second$] = [cold('--#', {}, lost), cold('-s')];
      const read$ = cold('(r|)');
      const here = place({ hub: fakeHub(hot('of--c-o')), stirs$: oneByOne(first$, second$) });
      expectObservable(
        standing(
          here,
          telling(() => read$),
        ),
        '---------!',
      );
      expectSubscriptions(second$.subscriptions).toBe('----^----!');
    });
  });

  it('errors when the client is closed', () => {
    const error = new Error('closed');
    const here = place({
      events$: throwError(() => error),
      hub: fakeHub(
        of('f'),
        throwError(() => error),
      ),
    });
    expect(
      record(
        standing(
          here,
          telling(() => of('r')),
        ),
      ).ending,
    ).toEqual({ kind: 'errored', error });
  });
});
