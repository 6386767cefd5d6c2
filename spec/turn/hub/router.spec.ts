import { delay, filter, map, repeat, Subject, take } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { route, type Addressed } from '../../../lib/turn/hub/router.js';

/** What a route gives of the values. */
const told = { a: ['a'], b: ['b'], c: ['c'] };

const to = (value: string, ...keys: string[]): Addressed<string> => ({ values: [value], keys });

describe('route', () => {
  it('hands each value to those who asked for one of its keys, over one subscription to the source', () => {
    new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    }).run(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: to('a', 'x'), b: to('b', 'y'), c: to('c', 'x', 'y'), d: to('d') };
      const source$ = hot('    -a-b-c-d-a-|', values);
      const routeTo = route(source$).runsOf;
      expectObservable(routeTo('x'), '^---------------').toBe('-a---c---a-|', told);
      expectObservable(routeTo('x'), '----^-----------').toBe('-----c---a-|', told);
      expectObservable(routeTo('y'), '^------!').toBe('        ---b-c', told);
      expectObservable(routeTo('z')).toBe('                    -----------|');
      expectSubscriptions(source$.subscriptions).toBe('        ^----------!');
    });
  });

  it('errors every route with the source, and starts anew for the next', () => {
    new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    }).run(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('-a-#', { a: to('a', 'x') });
      const routeTo = route(source$).runsOf;
      expectObservable(routeTo('x')).toBe('-a-#', told);
      expectObservable(routeTo('y')).toBe('---#');
      expectObservable(routeTo('x'), '-----^').toBe('------a-#', told);
      expectSubscriptions(source$.subscriptions).toBe(['^--!', '-----^--!']);
    });
  });

  it('leaves nothing behind when the last one leaves, also in the middle of a value', () => {
    const source$ = new Subject<Addressed<string>>();
    const routeTo = route<string>(source$).runsOf;
    const seen: string[] = [];
    routeTo('x')
      .pipe(take(1))
      .subscribe(values => seen.push(...values));
    expect(source$.observed).toBe(true);
    source$.next(to('a', 'x'));
    expect(source$.observed).toBe(false);
    routeTo('x').subscribe(values => seen.push(...values));
    source$.next(to('b', 'x'));
    expect(seen).toEqual(['a', 'b']);
  });

  it('gives values one by one, also to those who come between two that came together', () => {
    const source$ = new Subject<Addressed<string>>();
    const { runsOf, valuesOf } = route<string>(source$);
    const staying = runsOf('x').subscribe();
    const seen: string[] = [];
    const coming = valuesOf('x')
      .pipe(take(1), repeat())
      .subscribe(value => seen.push(value));
    source$.next({ values: ['a', 'b', 'c'], keys: ['x'] });
    expect(seen).toEqual(['a', 'b', 'c']);
    staying.unsubscribe();
    source$.next({ values: ['d', 'e'], keys: ['x'] });
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
    coming.unsubscribe();
    expect(source$.observed).toBe(false);
  });

  it('finds out whom else to hand a value to, after it was handed on', () => {
    new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    }).run(({ hot, expectObservable }) => {
      const source$ = hot('-a-b-|', { a: to('a', 'x'), b: to('b', 'y') });
      const { runsOf: routeTo } = route<string>(source$, handedOn$ =>
        handedOn$.pipe(
          filter(({ keys }) => keys.includes('x')),
          delay(3),
          map(({ values }) => ({ values, keys: ['y', 'z'] })),
        ),
      );
      expectObservable(routeTo('y')).toBe('---bA|', { A: ['a'], b: ['b'] });
      expectObservable(routeTo('z')).toBe('----A|', { A: ['a'] });
    });
  });
});
