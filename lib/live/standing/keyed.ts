import { defer, finalize, type Observable } from 'rxjs';

/** Things by key, made for the first who uses one and forgotten after the last. */
export class Keyed<T> {
  private readonly entries = new Map<string, { readonly thing: T; users: number }>();

  constructor(private readonly make: (key: string) => T) {}

  /** What `use` gives of the thing with this key, which stays for as long as that is subscribed. */
  using<R>(key: string, use: (thing: T) => Observable<R>): Observable<R> {
    return defer(() => {
      const entry = this.entries.get(key) ?? { thing: this.make(key), users: 0 };
      this.entries.set(key, entry);
      entry.users += 1;
      return use(entry.thing).pipe(
        finalize(() => {
          entry.users -= 1;
          if (entry.users === 0) this.entries.delete(key);
        }),
      );
    });
  }
}
