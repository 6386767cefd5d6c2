import { Observable } from 'rxjs';
import type { OpencodeError } from '../errors.js';

/**
 * A standing view of what the server has: state first, and kept up to date.
 *
 * Producers: one for all subscribers, over the client's event connection. First value: the present one at once if
 * somebody watches already, else when the server has answered. Never completes; errors only when the client is closed:
 * other failures are told by `error$`, beside the last good value, and made good when the server can be read again.
 * Unsubscribing the last frees everything.
 */
export class LiveView<T> extends Observable<T> {
  /**
   * The last failure that was not made good since, or `undefined`: at once, then each change. Opens nothing, never
   * errors.
   */
  readonly error$: Observable<OpencodeError | undefined>;

  private constructor(value$: Observable<T>, error$: Observable<OpencodeError | undefined>) {
    super(subscriber => value$.subscribe(subscriber));
    this.error$ = error$;
  }

  /** @internal Made by the client. */
  static of<T>(value$: Observable<T>, error$: Observable<OpencodeError | undefined>): LiveView<T> {
    return new LiveView(value$, error$);
  }
}
