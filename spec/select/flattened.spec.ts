import { from, map, of, range, take, tap, throwError, toArray, type Observable } from 'rxjs';
import { flattened } from '../../lib/select/flattened.js';
import { marbles } from '../support/marbles.js';

const lists = { a: ['x', 'y'], b: [], c: ['z'] };

describe('flattened()', () => {
  it('emits the items of each list, in order and at once', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<readonly string[]>('a----b--c--|', lists);
      expectObservable(source.pipe(flattened())).toBe('(xy)----z--|');
      expectSubscriptions(source.subscriptions).toBe('^----------!');
    });
  });

  it('waits, completes and errors with its source', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold<string[]>('---').pipe(flattened())).toBe('---');
      expectObservable(cold<string[]>('--|').pipe(flattened())).toBe('--|');
      expectObservable(cold<string[]>('a---#', lists).pipe(flattened())).toBe('(xy)#');
    });
  });

  it('lets go of its source when it is unsubscribed from', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot<readonly string[]>('--c--c--c--', lists);
      expectObservable(source.pipe(flattened()), '---!').toBe('--z-');
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
  });

  it('lets go of its source in the middle of a list', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<readonly string[]>('--a--c--|', lists);
      expectObservable(source.pipe(flattened(), take(1))).toBe('--(x|)');
      expectSubscriptions(source.subscriptions).toBe('^-!');
    });
  });

  it('emits nothing after it was unsubscribed from in the middle of a list', () => {
    const heard: number[] = [];
    of([1, 2, 3], [4])
      .pipe(
        flattened(),
        tap(item => heard.push(item)),
        take(2),
      )
      .subscribe();
    expect(heard).toEqual([1, 2]);
  });

  it('ends a source that is endless and emits while it is subscribed to', () => {
    let pulled = 0;
    const endless: Observable<readonly number[]> = range(0, 1_000_000).pipe(
      tap(() => (pulled += 1)),
      map(at => [at, at]),
    );
    const heard: (readonly number[])[] = [];
    endless.pipe(flattened(), take(3), toArray()).subscribe(items => heard.push(items));
    expect(heard).toEqual([[0, 0, 1]]);
    expect(pulled).toBe(2);
  });

  it('gives the error itself', () => {
    const error = new Error('mine');
    const heard: unknown[] = [];
    throwError(() => error)
      .pipe(flattened<never>())
      .subscribe({ error: (told: unknown) => heard.push(told) });
    expect(heard).toEqual([error]);
    from([[1]])
      .pipe(
        flattened(),
        map(() => {
          throw error;
        }),
      )
      .subscribe({ error: (told: unknown) => heard.push(told) });
    expect(heard).toEqual([error, error]);
  });
});
