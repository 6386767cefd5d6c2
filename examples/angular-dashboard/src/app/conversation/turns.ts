import { Injectable, signal } from '@angular/core';
import type { SessionView } from 'opencode-rx';
import { injectOpencode } from 'opencode-rx/angular';
import { reason } from '../ui/words';

/** A prompt that never ran. */
export interface Failure {
  readonly text: string;
  readonly words: string;
}

/**
 * The turns begun here. They belong to no page: whoever leaves a session right after sending still sends. What a turn
 * says is shown by the session's view.
 */
@Injectable({ providedIn: 'root' })
export class Turns {
  private readonly client = injectOpencode();

  /** The last prompt of each session, by the session's id, if it never ran. */
  readonly failures = signal<Readonly<Record<string, Failure | undefined>>>({});

  begin(view: SessionView, text: string): void {
    const { sessionID } = view;
    this.note(sessionID, undefined);
    view.stream(text).subscribe({
      error: (error: unknown) => this.note(sessionID, { text, words: reason(error) }),
    });
  }

  abort(sessionID: string): void {
    this.client.abortSession(sessionID).subscribe({
      error: (error: unknown) => this.note(sessionID, { text: '', words: `Not stopped: ${reason(error)}` }),
    });
  }

  private note(sessionID: string, failure: Failure | undefined): void {
    this.failures.update(failures => ({ ...failures, [sessionID]: failure }));
  }
}
