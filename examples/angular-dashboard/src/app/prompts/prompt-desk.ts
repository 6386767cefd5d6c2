import { computed, Injectable, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { paced, type Attention } from 'opencode-rx';
import { injectOpencode } from 'opencode-rx/angular';

/** Everything that waits for a human, and which of it is being looked at. */
@Injectable({ providedIn: 'root' })
export class PromptDesk {
  private readonly client = injectOpencode();

  /** All that waits, in all sessions, oldest first; undefined until the server has answered. */
  readonly waiting = toSignal(this.client.attention$.pipe(paced()));

  /** The requests of the session on the screen and of its sub-agents, by id. */
  private readonly here = signal<readonly string[]>([]);
  /** Those that were closed without an answer: they open only when asked for. */
  private readonly closed = signal<ReadonlySet<string>>(new Set());
  private readonly chosen = signal<string | undefined>(undefined);

  /** What waits in the session on the screen. */
  readonly waitingHere = computed(() => (this.waiting() ?? []).filter(({ id }) => this.here().includes(id)));

  /** The request whose dialog is open: the one that was asked for, else the first one here that nobody closed. */
  readonly current = computed(() => {
    const chosen = this.waiting()?.find(({ id }) => id === this.chosen());
    return chosen ?? this.waitingHere().find(({ id }) => !this.closed().has(id));
  });

  /** Says what waits in the session on the screen. */
  look(requestIDs: readonly string[]): void {
    this.here.set(requestIDs);
  }

  /** Opens a request's dialog, wherever it comes from. */
  open(request: Attention): void {
    this.chosen.set(request.id);
  }

  /** Closes a request's dialog; unanswered, it goes on waiting. */
  close(requestID: string): void {
    this.chosen.set(undefined);
    this.closed.update(closed => new Set(closed).add(requestID));
  }
}
