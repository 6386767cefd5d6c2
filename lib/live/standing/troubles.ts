import { BehaviorSubject, distinctUntilChanged, map, takeWhile, type Observable } from 'rxjs';
import type { OpencodeError } from '../../errors.js';

type Errors = ReadonlyMap<string, OpencodeError>;

/** What went wrong with the reads of a view, by what they were for. */
export class Troubles {
  private readonly state = new BehaviorSubject<{ readonly errors: Errors; readonly ended: boolean }>({
    errors: new Map(),
    ended: false,
  });

  /** The latest that was not made good since: now, and after each change. Completes when there is nothing to read. */
  readonly error$: Observable<OpencodeError | undefined> = this.state.pipe(
    takeWhile(({ ended }) => !ended, true),
    map(({ errors }) => [...errors.values()].at(-1)),
    distinctUntilChanged(),
  );

  /** Takes note of a failure, or with `undefined` of a success. */
  report(what: string, error: OpencodeError | undefined): void {
    const { errors, ended } = this.state.value;
    if (ended) return;
    const others = [...errors].filter(([name]) => name !== what);
    this.state.next({ errors: new Map(error === undefined ? others : [...others, [what, error]]), ended });
  }

  /** There is nothing to read any more, for this reason. */
  end(error: OpencodeError): void {
    if (!this.state.value.ended) this.state.next({ errors: new Map([['end', error]]), ended: true });
  }
}
