import { interval, map, Subject, take } from 'rxjs';
import { paced } from '../../lib/select/paced.js';
import { marbles } from '../support/marbles.js';

/** A page's frames, painted when a spec says so. */
class Page {
  private waiting = new Map<number, FrameRequestCallback>();
  private handle = 0;

  readonly requestAnimationFrame = (callback: FrameRequestCallback): number => {
    this.waiting.set(++this.handle, callback);
    return this.handle;
  };

  readonly cancelAnimationFrame = (handle: number): void => {
    this.waiting.delete(handle);
  };

  /** How many frames are waited for. */
  get asked(): number {
    return this.waiting.size;
  }

  paint(): void {
    const painted = [...this.waiting.values()];
    this.waiting.clear();
    painted.forEach(callback => {
      callback(0);
    });
  }
}

describe('paced(), where nothing paints', () => {
  it('emits the first at once, then the latest of every 16 ms', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('a-b-c 20ms d 99ms |');
      expectObservable(source.pipe(paced())).toBe('a 15ms c 15ms d 92ms |');
      expectSubscriptions(source.subscriptions).toBe('^ 124ms !');
    });
  });

  it('emits each of those that are slower than the frames', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('a 19ms b 19ms c 19ms |').pipe(paced())).toBe('a 19ms b 19ms c 19ms |');
    });
  });

  it('delivers the last before it completes', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('abc|').pipe(paced())).toBe('a 15ms (c|)');
      expectObservable(cold('(abc|)').pipe(paced())).toBe('a 15ms (c|)');
    });
  });

  it('completes at once when nothing waits', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('a|').pipe(paced())).toBe('a|');
      expectObservable(cold('--|').pipe(paced())).toBe('--|');
    });
  });

  it('delivers the last before it errors, and none twice', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('abc#').pipe(paced())).toBe('a--(c#)');
      expectObservable(cold('(ab#)').pipe(paced())).toBe('(ab#)');
      expectObservable(cold('a--#').pipe(paced())).toBe('a--#');
      expectObservable(cold('ab 30ms #').pipe(paced())).toBe('a 15ms b 15ms #');
      expectObservable(cold('--#').pipe(paced())).toBe('--#');
    });
  });

  it('waits with a source that never emits', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-');
      expectObservable(source.pipe(paced())).toBe('-');
      expectSubscriptions(source.subscriptions).toBe('^');
    });
  });

  it('keeps the pace of an endless source', () => {
    marbles(({ expectObservable }) => {
      const out$ = interval(1).pipe(
        paced(),
        map(value => String(value)),
        take(4),
      );
      expectObservable(out$).toBe('-a 15ms b 15ms c 15ms (d|)', { a: '0', b: '16', c: '32', d: '48' });
    });
  });

  it('lets go of its source and its timer when it is unsubscribed from', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-abcdefg');
      expectObservable(source.pipe(paced()), '---!').toBe('-a--');
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
    jest.useFakeTimers();
    new Subject<number>().pipe(paced()).subscribe().unsubscribe();
    const source$ = new Subject<number>();
    const subscription = source$.pipe(paced()).subscribe();
    source$.next(1);
    source$.next(2);
    expect(jest.getTimerCount()).toBe(1);
    subscription.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
});

describe('paced(), in a page', () => {
  const world = globalThis as { -readonly [K in 'requestAnimationFrame' | 'cancelAnimationFrame']?: Page[K] };
  let page: Page;
  let source$: Subject<string>;
  let heard: string[];
  const listen = () =>
    source$.pipe(paced()).subscribe({
      next: value => heard.push(value),
      error: (error: unknown) => heard.push(String(error)),
      complete: () => heard.push('|'),
    });
  const send = (...values: readonly string[]) => {
    values.forEach(value => {
      source$.next(value);
    });
  };

  beforeEach(() => {
    jest.useFakeTimers();
    page = new Page();
    world.requestAnimationFrame = page.requestAnimationFrame;
    world.cancelAnimationFrame = page.cancelAnimationFrame;
    source$ = new Subject();
    heard = [];
  });

  afterEach(() => {
    delete world.requestAnimationFrame;
    delete world.cancelAnimationFrame;
    jest.useRealTimers();
  });

  it('emits the first at once, then the latest of each frame', () => {
    listen();
    send('a', 'b', 'c');
    expect(heard).toEqual(['a']);
    jest.advanceTimersByTime(50);
    expect(heard).toEqual(['a']);
    page.paint();
    expect(heard).toEqual(['a', 'c']);
    send('d', 'e');
    page.paint();
    expect(heard).toEqual(['a', 'c', 'e']);
  });

  it('delivers the last before the end', () => {
    listen();
    send('a', 'b');
    source$.complete();
    expect(heard).toEqual(['a']);
    page.paint();
    expect(heard).toEqual(['a', 'b', '|']);
  });

  it('delivers the last before an error', () => {
    listen();
    send('a', 'b');
    source$.error(new Error('lost'));
    expect(heard).toEqual(['a', 'b', 'Error: lost']);
  });

  it('delivers also where the page is hidden and paints no frames', () => {
    listen();
    send('a', 'b');
    jest.advanceTimersByTime(249);
    expect(heard).toEqual(['a']);
    jest.advanceTimersByTime(1);
    expect(heard).toEqual(['a', 'b']);
    send('c');
    source$.complete();
    jest.advanceTimersByTime(250);
    expect(heard).toEqual(['a', 'b', 'c', '|']);
  });

  it('waits for neither frame nor timer once nothing waits, nor after it was left', () => {
    listen();
    send('a', 'b');
    page.paint();
    page.paint();
    expect([page.asked, jest.getTimerCount()]).toEqual([0, 0]);
    const subscription = listen();
    send('c', 'd');
    subscription.unsubscribe();
    source$.complete();
    page.paint();
    expect([page.asked, jest.getTimerCount()]).toEqual([0, 0]);
  });
});
