import type { OpencodeEvent, Part } from '../../../lib/wire/index.js';

/** The session that stories are about. */
export const STAGE = 'ses_stage';

/** A message of a session, as far as its parts need to know. */
export interface Place {
  readonly sessionID: string;
  readonly messageID: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Makes ids, and events in the shapes that servers send. */
export class Scribe {
  #count = 0;
  #clock = 1000;

  id(kind: string): string {
    this.#count += 1;
    return `${kind}_${this.#count}`;
  }

  time(): number {
    this.#clock += 1;
    return this.#clock;
  }

  event(type: string, properties: Fields): OpencodeEvent {
    return { type, properties } as unknown as OpencodeEvent;
  }

  part({ sessionID, messageID }: Place, fields: Fields): OpencodeEvent {
    const part = { sessionID, messageID, ...fields } as unknown as Part;
    return this.event('message.part.updated', { sessionID, part });
  }

  message({ sessionID, messageID }: Place, fields: Fields): OpencodeEvent {
    return this.event('message.updated', { sessionID, info: { id: messageID, sessionID, ...fields } });
  }

  user(place: Place, created: number): OpencodeEvent {
    return this.message(place, { role: 'user', time: { created } });
  }

  status(sessionID: string, type: 'busy' | 'idle'): OpencodeEvent {
    return this.event('session.status', { sessionID, status: { type } });
  }

  /** Both ways to say that a session is idle. */
  idle(sessionID: string): readonly OpencodeEvent[] {
    return [this.status(sessionID, 'idle'), this.event('session.idle', { sessionID })];
  }

  error(sessionID: string, error: Fields): OpencodeEvent {
    return this.event('session.error', { sessionID, error });
  }
}
