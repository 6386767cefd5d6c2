import { concat, defer, EMPTY, type Observable } from 'rxjs';
import type { OpencodeEvent } from '../../wire/index.js';
import type { WordsAct } from '../script/acts.js';
import { interlude } from './interlude.js';
import type { Step } from '../script/steps.js';
import type { StepMessage } from '../world/turn.js';
import { event, says } from '../world/world.js';

/** A text or thought that is not ended. */
interface OpenPart {
  readonly id: string;
  readonly type: WordsAct['act'];
  readonly start: number;
  text: string;
}

/**
 * The words of a message: a text grows by deltas, pauses and all, and is said once more when it is whole: when something
 * of another kind begins (`lib/wire/PROTOCOL.md` § 4.2).
 */
export class Speech {
  #open: OpenPart | undefined;

  constructor(private readonly message: StepMessage) {}

  /** Performs the acts, to the end of the last text. */
  perform(acts: Step['says']): Observable<OpencodeEvent> {
    const performed = acts.map(act => ('pieces' in act ? this.#say(act) : this.#pause(act)));
    return concat(
      ...performed,
      defer(() => this.#end()),
    );
  }

  #say({ act, pieces }: WordsAct): Observable<OpencodeEvent> {
    return defer(() =>
      concat(
        this.#open?.type === act ? EMPTY : concat(this.#end(), this.#begin(act)),
        says(this.message.world, ...pieces.map(piece => () => this.#grow(piece))),
      ),
    );
  }

  #pause(act: Parameters<typeof interlude>[1]): Observable<OpencodeEvent> {
    return defer(() => {
      // A retried step leaves what it has said as it is, and begins anew.
      if (act.act === 'retry') this.#open = undefined;
      return interlude(this.message, act);
    });
  }

  #begin(type: WordsAct['act']): Observable<OpencodeEvent> {
    const { world } = this.message;
    return says(world, () => {
      const { id, start } = (this.#open = { id: world.scribe.id('prt'), type, start: world.scribe.now(), text: '' });
      return this.message.part({ id, type, text: '', time: { start } });
    });
  }

  #grow(delta: string): OpencodeEvent {
    const { id: messageID, sessionID } = this.message;
    if (this.#open !== undefined) this.#open.text += delta;
    const partID = this.#open?.id ?? '';
    return event('message.part.delta', { sessionID, messageID, partID, field: 'text', delta });
  }

  #end(): Observable<OpencodeEvent> {
    const open = this.#open;
    const { world } = this.message;
    this.#open = undefined;
    if (open === undefined) return EMPTY;
    const { id, type, text, start } = open;
    return says(world, () => this.message.part({ id, type, text, time: { start, end: world.scribe.now() } }));
  }
}
