import { asyncScheduler } from 'rxjs';
import { isTurnEvent, type FoldEvent } from '../reply/fold/event.js';
import { isRest, type WireError } from '../wire/index.js';

/** How the prompt stood when something was heard. */
export interface Standing {
  /** Whether it may have reached the server. */
  readonly isPosted: boolean;
  /** Whether the server has spoken of our user message; and whether it had before. */
  readonly isStored: boolean;
  readonly wasStored: boolean;
}

/** What was heard of a turn beside what the fold keeps: what a verdict may need to know. */
export class Hearsay {
  /** The first error but an abort that the session reported since the prompt was sent; later ones carry a stack trace. */
  error: WireError | undefined;
  /** Whether an abort of the session was heard of, or asked for here. */
  aborted = false;
  /** Whether the session spoke of an error, or came to rest over our stored prompt: the prompt may never run. */
  refused = false;
  /** Whether something may have gone unheard. */
  lost = false;
  /** Whether the session was heard to be idle. */
  rested = false;
  /** Whether a message of the session was heard of: what it does comes our way. */
  isNear = false;
  /** When something of the session was last heard, epoch ms. */
  lastAt = 0;
  private abortAsked = false;

  /** Somebody here asked for an abort. The server says nothing of it where no answer had begun. */
  noteAbort(): void {
    this.abortAsked = true;
    this.aborted = true;
  }

  /** Takes note of deltas. */
  noteWords(): void {
    this.lastAt = asyncScheduler.now();
    this.isNear = true;
  }

  /** Takes note of any other event. */
  note(event: FoldEvent, standing: Standing): void {
    if (event.type === 'message.updated' && standing.isStored && !standing.wasStored) this.beginAnew();
    if (event.type === 'turn.gap') this.noteGap(standing);
    else if (!isTurnEvent(event)) this.lastAt = asyncScheduler.now();
    if (event.type.startsWith('message.')) this.isNear = true;
    this.noteRest(event, standing);
    if (event.type === 'session.error' && standing.isPosted) this.noteError(event.properties.error);
  }

  /** Our message is in store: what was heard until now was about the turn before. */
  private beginAnew(): void {
    this.aborted = this.abortAsked;
    this.error = undefined;
    this.refused = false;
  }

  /** An abort that was heard before our message was is another turn's; that it is stored may now go unheard. */
  private noteGap({ isPosted, isStored }: Standing): void {
    this.lost = isPosted;
    if (!isStored) this.aborted = this.abortAsked;
  }

  /** A session that works, or speaks of a message, rests no more. */
  private noteRest(event: FoldEvent, { isStored }: Standing): void {
    const rests = !isTurnEvent(event) && isRest(event);
    if (rests || event.type === 'session.status' || event.type === 'message.updated') this.rested = rests;
    this.refused ||= rests && isStored;
  }

  /** An abort says nothing of why a prompt never ran: it may be the one of the turn before. */
  private noteError(error: WireError | undefined): void {
    if (error?.name === 'MessageAbortedError') {
      this.aborted = true;
      return;
    }
    this.error ??= error;
    this.refused = true;
  }
}
