import type { MessageWithParts, OpencodeEvent, Part } from '../../../lib/wire/index.js';
import { Store } from '../../../lib/testing/world/store.js';
import type { Lane } from './lanes.js';
import { STAGE, type Scribe } from './scribe.js';

/** The prompt that stories are about. */
export const PROMPT = 'msg_ours';

/** Stands for the removal of a part or message that is there by then. */
export const removal = (of: 'part' | 'message'): OpencodeEvent =>
  ({ type: `removal of a ${of}`, properties: {} }) as unknown as OpencodeEvent;

/** What must not be said twice, for it would mean something else. */
const isOnce = ({ type }: OpencodeEvent): boolean =>
  type === 'message.part.delta' || type === 'session.error' || type === 'session.created';

/** Writes down what is said, and knows what is stored and what is still open. */
export class Teller {
  readonly events: OpencodeEvent[] = [];
  readonly store = new Store();
  /** The ids of parts that were taken away. */
  readonly removed = new Set<string>();
  readonly #texts = new Map<string, string>();
  readonly #abandoned = new Set<string>();

  constructor(
    readonly scribe: Scribe,
    private readonly twice: number,
  ) {}

  say(...events: Lane): void {
    events.flatMap(event => this.#resolved(event)).forEach(event => this.#write(event));
  }

  /** The own messages, as they are stored now. */
  answers(): readonly MessageWithParts[] {
    return this.store.messages(STAGE).filter(({ info }) => info.role === 'assistant' && info.parentID === PROMPT);
  }

  /** What ends everything that is open: prompts, texts as far as they came, calls. */
  closing(): Lane {
    const open = this.answers().flatMap(({ parts }) => parts);
    return [...this.#closingPrompts(), ...open.flatMap(part => this.#closingPart(part))];
  }

  #write(event: OpencodeEvent): void {
    this.events.push(event);
    this.store.apply(event);
    this.#remember(event);
    const isTwice = this.twice > 1 && this.events.length % this.twice === 0 && !isOnce(event);
    if (isTwice) this.events.push(event);
  }

  #remember(event: OpencodeEvent): void {
    if (event.type === 'message.part.delta') {
      const { partID, delta } = event.properties;
      this.#texts.set(partID, (this.#texts.get(partID) ?? '') + delta);
    } else if (event.type === 'message.part.updated' && 'text' in event.properties.part) {
      this.#texts.set(event.properties.part.id, event.properties.part.text);
    } else if (event.type === 'session.status' && event.properties.status.type === 'retry') {
      [...this.#texts.keys()].forEach(id => this.#abandoned.add(id));
    }
  }

  #closingPrompts(): Lane {
    const refused = { reply: 'reject' };
    return [
      ...this.store.questions.map(({ id, sessionID }) =>
        this.scribe.event('question.rejected', { sessionID, requestID: id }),
      ),
      ...this.store.permissions.map(({ id, sessionID }) =>
        this.scribe.event('permission.replied', { sessionID, requestID: id, ...refused }),
      ),
    ];
  }

  #closingPart(part: Part): Lane {
    const place = { sessionID: STAGE, messageID: part.messageID };
    if (part.type === 'text' || part.type === 'reasoning') {
      if (part.time?.end !== undefined || this.#abandoned.has(part.id)) return [];
      return [this.scribe.part(place, { ...part, text: this.#texts.get(part.id) ?? '', time: { start: 1, end: 2 } })];
    }
    if (part.type !== 'tool' || part.state.status === 'completed' || part.state.status === 'error') return [];
    return [
      this.scribe.part(place, { ...part, state: { ...part.state, status: 'error', error: 'Tool execution aborted' } }),
    ];
  }

  #resolved(event: OpencodeEvent): Lane {
    if (event.type === removal('part').type) return this.#removePart();
    return event.type === removal('message').type ? this.#removeMessage() : [event];
  }

  #removePart(): Lane {
    const part = this.answers()
      .flatMap(({ parts }) => parts)
      .findLast(isEnded);
    if (part === undefined) return [];
    this.removed.add(part.id);
    return [
      this.scribe.event('message.part.removed', { sessionID: STAGE, messageID: part.messageID, partID: part.id }),
    ];
  }

  #removeMessage(): Lane {
    const message = this.answers().find(({ info }) => info.role === 'assistant' && info.time?.completed !== undefined);
    if (message === undefined) return [];
    message.parts.forEach(({ id }) => this.removed.add(id));
    return [this.scribe.event('message.removed', { sessionID: STAGE, messageID: message.info.id })];
  }
}

const isEnded = (part: Part): boolean =>
  part.type === 'text' || part.type === 'reasoning'
    ? part.time?.end !== undefined
    : part.type === 'tool' && (part.state.status === 'completed' || part.state.status === 'error');
