import { asyncScheduler, NEVER, of } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { humanDeadline, idleDeadline } from '../../lib/turn/human-deadline.js';

const late = new Error('late');
const error = (): Error => late;

const marbles = (check: Parameters<TestScheduler['run']>[0]): void => {
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  }).run(check);
};

describe('humanDeadline', () => {
  it('errors when its time is up, and leaves no timer when it is left', () => {
    marbles(({ expectObservable }) => {
      const deadline$ = humanDeadline({ after: 5, paused$: of(false), error });
      expectObservable(deadline$).toBe('-----#', undefined, late);
      expectObservable(deadline$, '--!').toBe('--');
    });
  });

  it('counts only the time that is not paused', () => {
    marbles(({ hot, expectObservable }) => {
      const paused$ = hot('(f|)--', { f: false });
      expectObservable(humanDeadline({ after: 3, paused$, error })).toBe('---#', undefined, late);
      const pauses$ = hot('f-t----f-t-f----', { f: false, t: true });
      expectObservable(humanDeadline({ after: 5, paused$: pauses$, error })).toBe('------------#', undefined, late);
    });
  });

  it('says nothing while it is paused, however often it is told so', () => {
    marbles(({ hot, expectObservable }) => {
      const paused$ = hot('t-t-t-t---', { t: true });
      expectObservable(humanDeadline({ after: 1, paused$, error })).toBe('----------');
      expectObservable(humanDeadline({ after: 1, paused$: NEVER, error })).toBe('-');
    });
  });
});

describe('idleDeadline', () => {
  it('starts again with every activity, which costs nothing while it happens', () => {
    marbles(({ cold, expectObservable }) => {
      let last = 0;
      cold('--a--a', { a: 1 }).subscribe(() => (last = asyncScheduler.now()));
      const deadline$ = idleDeadline({ after: 4, paused$: of(false), lastActivity: () => last, error });
      expectObservable(deadline$).toBe('---------#', undefined, late);
    });
  });

  it('starts again when a human has answered', () => {
    marbles(({ hot, expectObservable }) => {
      const paused$ = hot('f-t-----f', { f: false, t: true });
      const deadline$ = idleDeadline({ after: 4, paused$, lastActivity: () => 0, error });
      expectObservable(deadline$).toBe('------------#', undefined, late);
    });
  });
});
