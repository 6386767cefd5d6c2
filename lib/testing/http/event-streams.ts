import { EMPTY, interval, type Subscription } from 'rxjs';
import type { OpencodeEvent } from '../../wire/index.js';
import { eventStream, type EventStream } from './event-stream.js';
import { event } from '../world/world.js';

/** Everybody who listens to a scripted server. */
export class EventStreams {
  readonly #open = new Map<EventStream, Subscription>();

  /** @param heartbeat Milliseconds between two heartbeats. */
  constructor(private readonly heartbeat: number | false) {}

  /** How many there are. */
  get size(): number {
    return this.#open.size;
  }

  /** Somebody begins to listen: the answer, which begins with `server.connected`. */
  open(): Response {
    const stream: EventStream = eventStream(undefined, () => this.#forget(stream));
    stream.send(frameOf(event('server.connected', {})));
    this.#open.set(stream, this.#beat(stream));
    return stream.response;
  }

  /** Tells everybody. */
  tell(told: OpencodeEvent): void {
    this.send(frameOf(told));
  }

  /** Sends something as it is, whatever it is a part of. */
  send(chunk: string | Uint8Array): void {
    for (const stream of this.#open.keys()) stream.send(chunk);
  }

  /** Breaks every connection, or ends it properly. */
  close(how: 'cut' | 'end'): void {
    for (const stream of [...this.#open.keys()]) {
      stream[how]();
      this.#forget(stream);
    }
  }

  #forget(stream: EventStream): void {
    this.#open.get(stream)?.unsubscribe();
    this.#open.delete(stream);
  }

  /** By the clock of whoever listens, who takes a silent connection for a dead one. */
  #beat(stream: EventStream): Subscription {
    const frame = frameOf(event('server.heartbeat', {}));
    const beats$ = this.heartbeat === false ? EMPTY : interval(this.heartbeat);
    return beats$.subscribe({ next: () => stream.send(frame), error: () => this.#forget(stream) });
  }
}

const frameOf = (told: OpencodeEvent): string => `data: ${JSON.stringify(told)}\n\n`;
