import { first, firstValueFrom, ReplaySubject, timeout, type Observable, type Subscription } from 'rxjs';

/** Milliseconds a spec waits for something that has to come. */
const PATIENCE = 50_000;

/** How an Observable ended. */
export type Ending = { readonly kind: 'completed' } | { readonly kind: 'errored'; readonly error: unknown };

/** A subscription and everything that came of it. */
export class Recording<T> {
  readonly values: T[] = [];
  /** What came before `subscribe` returned. */
  readonly atOnce: readonly T[];
  ending: Ending | undefined;
  private readonly seen$ = new ReplaySubject<T>();
  private readonly subscription: Subscription;

  constructor(source: Observable<T>) {
    this.seen$.subscribe({
      next: value => this.values.push(value),
      error: (error: unknown) => (this.ending = { kind: 'errored', error }),
      complete: () => (this.ending = { kind: 'completed' }),
    });
    this.subscription = source.subscribe(this.seen$);
    this.atOnce = [...this.values];
  }

  /** The newest value. */
  get last(): T {
    const [last] = this.values.slice(-1);
    if (last === undefined) throw new Error('There was no value');
    return last;
  }

  /** The first value that is good, past or to come. */
  until(isGood: (value: T) => boolean, patience = PATIENCE): Promise<T> {
    return firstValueFrom(this.seen$.pipe(first(isGood), timeout(patience)));
  }

  /** Resolves when it completes; rejects when it errors. */
  async completion(patience = PATIENCE): Promise<void> {
    const ending = await this.end(patience);
    if (ending.kind === 'errored') throw ending.error;
  }

  /** Resolves with the error; rejects when it completes. */
  async error(): Promise<unknown> {
    const ending = await this.end(PATIENCE);
    if (ending.kind === 'completed') throw new Error(`It completed after ${String(this.values.length)} values`);
    return ending.error;
  }

  /** Leaves. */
  unsubscribe(): void {
    this.subscription.unsubscribe();
  }

  private end(patience: number): Promise<Ending> {
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(new Error(`No end; last: ${JSON.stringify(this.values.at(-1))}`));
      const late = setTimeout(giveUp, patience);
      const tell = (ending: Ending) => {
        clearTimeout(late);
        resolve(ending);
      };
      this.seen$.subscribe({
        error: (error: unknown) => tell({ kind: 'errored', error }),
        complete: () => tell({ kind: 'completed' }),
      });
    });
  }
}

/** Subscribes and records. */
export const record = <T>(source: Observable<T>): Recording<T> => new Recording(source);
