import { asyncScheduler, defer, of, throwError, type Observable } from 'rxjs';
import { BadRequestError, ServerError, SessionNotFoundError } from '../../../lib/errors.js';
import { standing } from '../../../lib/live/standing/standing.js';
import { telling } from '../../support/fake-place.js';
import { marbles } from '../../support/marbles.js';
import { record } from '../../support/recording.js';
import { oneByOne, place } from './standing-place.js';

beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));

afterEach(() => jest.restoreAllMocks());

const unavailable = new ServerError('Unavailable');
const refused = new BadRequestError('Refused', { response: { status: 400 } });

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
