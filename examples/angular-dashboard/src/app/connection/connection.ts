import { computed, inject, Injectable } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { scan } from 'rxjs';
import { UnauthorizedError, type ConnectionState, type OpencodeError } from 'opencode-rx';
import { injectOpencode } from 'opencode-rx/angular';
import { Clock } from '../ui/clock';

interface Watched {
  readonly state: ConnectionState;
  readonly since: number;
  /** Whether it was ever open: then there is something to show meanwhile. */
  readonly wasOpen: boolean;
  /** Outlives the next try, so that a server that stays away does not make the page flicker. */
  readonly error: OpencodeError | undefined;
}

const UNKNOWN: Watched = { state: { status: 'idle' }, since: 0, wasOpen: false, error: undefined };

/** What stands in the way of showing anything. */
export type Trouble = 'none' | 'unauthorized' | 'unreachable';

/** How the one event connection is doing, in words. */
@Injectable({ providedIn: 'root' })
export class Connection {
  private readonly client = injectOpencode();
  private readonly now = inject(Clock).now;

  private readonly watched = toSignal(this.client.connection$.pipe(scan(watch, UNKNOWN)), { initialValue: UNKNOWN });
  private readonly listError = toSignal(this.client.sessions$.error$);

  readonly status = computed(() => this.watched().state.status);
  readonly wasOpen = computed(() => this.watched().wasOpen);

  readonly label = computed(() => {
    switch (this.status()) {
      case 'open':
        return 'Connected';
      case 'failed':
        return 'Disconnected';
      case 'reconnecting':
        return 'Reconnecting';
      default:
        return this.wasOpen() ? 'Reconnecting' : 'Connecting';
    }
  });

  /** Whole seconds until the next try; undefined when none is due. */
  readonly retryIn = computed(() => {
    const { state, since } = this.watched();
    if (state.status !== 'reconnecting') return undefined;
    return Math.max(0, Math.ceil((since + state.delay - this.now()) / 1000));
  });

  /** Whether it was open and did not come back at once. */
  readonly lost = computed(() => {
    const { state, wasOpen } = this.watched();
    return wasOpen && 'attempt' in state && state.attempt > 1;
  });

  /** Why it is not open. */
  readonly error = computed(() => this.watched().error);

  readonly trouble = computed((): Trouble => {
    if ([this.error(), this.listError()].some(error => error instanceof UnauthorizedError)) return 'unauthorized';
    return this.error() !== undefined && !this.wasOpen() ? 'unreachable' : 'none';
  });
}

function watch(before: Watched, state: ConnectionState): Watched {
  const open = state.status === 'open';
  const error = 'error' in state ? state.error : open ? undefined : before.error;
  return { state, since: Date.now(), wasOpen: before.wasOpen || open, error };
}
