import { BehaviorSubject, defer, NEVER, Observable, of, startWith, Subject, throwError } from 'rxjs';
import { each } from '../../../lib/live/standing/each.js';
import { record } from '../../support/recording.js';

interface Item {
  readonly name: string;
}

/** Items, and what was subscribed of each. */
function stage() {
  const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }] as const;
  const items$ = new BehaviorSubject<readonly Item[]>([a, b]);
  const log: string[] = [];
  const project = ({ name }: Item) =>
    new Observable<string>(subscriber => {
      log.push(`+${name}`);
      subscriber.next(name);
      return () => log.push(`-${name}`);
    });
  return { a, b, c, items$, log, made$: items$.pipe(each(item => project(item))) };
}

describe('each item of a list', () => {
  it('is what is made of it, and keeps its subscription while it stays', async () => {
    const { b, c, items$, log, made$ } = stage();
    const made = record(made$);
    items$.next([b, c]);
    await Promise.resolve();
    await Promise.resolve();
    expect(made.values).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ]);
    expect(log).toEqual(['+a', '+b', '+c', '-a']);
    made.unsubscribe();
    await new Promise(next => setImmediate(next));
    expect(log.slice(4).sort()).toEqual(['-b', '-c']);
  });

  it('is made once while it stays, though that has completed, and anew for the next who subscribes', () => {
    const [a, b] = [{ name: 'a' }, { name: 'b' }];
    const items$ = new BehaviorSubject<readonly Item[]>([a]);
    let count = 0;
    const made$ = items$.pipe(each(() => defer(() => of((count += 1)))));
    const made = record(made$);
    items$.next([a, b]);
    expect(made.values).toEqual([[1], [1, 2]]);
    made.unsubscribe();
    const again = record(made$);
    expect(again.values).toEqual([[3, 4]]);
    again.unsubscribe();
  });

  it('is no item of an empty list', () => {
    const made = record(of([]).pipe(each(() => of(1))));
    expect([made.values, made.ending]).toEqual([[[]], { kind: 'completed' }]);
  });

  it('tells of each change, once all have a value', () => {
    const later = { x: new Subject<number>(), y: new Subject<number>() };
    const made = record(of([later.x, later.y]).pipe(each(source => source)));
    later.x.next(1);
    expect(made.values).toEqual([]);
    later.y.next(2);
    later.x.next(3);
    expect(made.values).toEqual([
      [1, 2],
      [3, 2],
    ]);
  });

  it('errors with the list, or with what is made of an item', () => {
    const [list, item] = [new Error('list'), new Error('item')];
    expect(record(throwError(() => list).pipe(each(() => NEVER))).ending).toEqual({ kind: 'errored', error: list });
    const made = record(of([{}]).pipe(each(() => throwError(() => item).pipe(startWith(1)))));
    expect(made.ending).toEqual({ kind: 'errored', error: item });
  });
});
