import { computed, inject, Injectable, linkedSignal, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { paced, type Attention } from 'opencode-rx';
import { injectOpencode } from 'opencode-rx/angular';
import { Typing } from '../ui/typing';

/** Everything that waits for a human, and which of it is being looked at. */
@Injectable({ providedIn: 'root' })
export class PromptDesk {
  private readonly client = injectOpencode();
  private readonly typing = inject(Typing).now;

  /** All that waits, in all sessions, oldest first; undefined until the server has answered. */
  readonly waiting = toSignal(this.client.attention$.pipe(paced()));

  /** The requests of the session on the screen and of its sub-agents, by id. */
  private readonly here = signal<readonly string[]>([]);
  /** Those that were closed without an answer: they open only when asked for. */
  private readonly closed = signal<ReadonlySet<string>>(new Set());
  private readonly chosen = signal<string | undefined>(undefined);

  /** What waits in the session on the screen. */
  readonly waitingHere = computed(() => (this.waiting() ?? []).filter(({ id }) => this.here().includes(id)));

  private readonly next = computed(() => this.waitingHere().find(({ id }) => !this.closed().has(id))?.id);
  /** What opens by itself: the first one here that nobody closed, but nothing in front of somebody who types. */
  private readonly offered = linkedSignal<{ next: string | undefined; typing: boolean }, string | undefined>({
    source: () => ({ next: this.next(), typing: this.typing() }),
    computation: ({ next, typing }, before) => (typing && before?.value !== next ? undefined : next),
  });

  /** The request whose dialog is open: the one that was asked for, else the one that opens by itself. */
  readonly current = computed(() => {
    const find = (wanted: string | undefined) => this.waiting()?.find(({ id }) => id === wanted);
    return find(this.chosen()) ?? find(this.offered());
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
