import { of, Subject, throwError } from 'rxjs';
import { BadRequestError } from '../../../lib/errors.js';
import { standing, type Change } from '../../../lib/live/standing/standing.js';
import { eventNamed, fakeHub, letters, telling } from '../../support/fake-place.js';
import { marbles } from '../../support/marbles.js';
import { record } from '../../support/recording.js';
import { oneByOne, place } from './standing-place.js';

beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));

afterEach(() => jest.restoreAllMocks());

const events = { a: eventNamed('a'), b: eventNamed('b') };

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
