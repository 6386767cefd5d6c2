import type { OpencodeClient } from '../../lib/client.js';
import type { OpencodeEvent } from '../../lib/wire/index.js';
import { ScriptedOpencode, type Store } from '../../lib/testing/index.js';
import { laggingFetch } from './lagging-fetch.js';
import { calm, pass, passUntil } from './virtual-time.js';

/** Virtual milliseconds in which a cut connection is back, and in which all is over after the last event. */
const SOON = 1000;
const AT_LAST = 10_000;

/** What a server does: the events it says, one a millisecond. */
export interface Scene {
  readonly sessionID: string;
  readonly events: readonly OpencodeEvent[];
  /** The server is killed after the last event, and started again. */
  readonly killed?: boolean;
}

/** The connection breaks before an event, and is back before another, which may be the same. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** How many bytes of the frame of `from` still come through. */
  readonly bytes?: number;
}

/** How a scene is played. */
export interface StagingOptions {
  /** In order, and apart from each other. */
  readonly gaps?: readonly Gap[];
  /** How many milliseconds the answers to requests take, in turn. They tell what was so when they were asked for. */
  readonly lags?: readonly number[];
  /** How many milliseconds an event takes; an answer may overtake it. */
  readonly delay?: number;
}

/** Who watches a scene. */
export interface Audience {
  /** Before which event it comes. */
  readonly joinsAt: number;
  /** Whether it comes into the middle of it, so that what happens around that moment matters. */
  readonly comesLate: boolean;
  /** Comes, and is there when this resolves. */
  readonly join: (client: OpencodeClient, server: ScriptedOpencode) => Promise<void>;
  /** Whether it has seen all there is to see. */
  readonly isOver: () => boolean;
  /** What it sees otherwise than the store has it, when all was heard and nothing is under way; in words. */
  readonly flaws: (store: Store) => readonly string[];
}

const PROMPT = 'POST /session/:id/prompt_async';

/** A server that plays a scene to one audience. Needs virtual time. */
export class Staging {
  readonly server = new ScriptedOpencode({ heartbeat: false });
  readonly store: Store = this.server.store;
  /** What the audience saw wrong on the way. */
  readonly flaws: string[] = [];
  readonly #unsent: Uint8Array[] = [];
  #cuts = 0;

  constructor(
    private readonly scene: Scene,
    private readonly options: StagingOptions,
    private readonly audience: Audience,
  ) {
    this.server.addSession({ id: scene.sessionID });
    this.server.on(PROMPT, () => new Response(null, { status: 204 }));
  }

  /** From the first event to when the audience has seen all, or has had time enough. */
  async play(): Promise<void> {
    for (let at = 0; at <= this.scene.events.length; at++) {
      if (at === this.audience.joinsAt) await this.#join();
      at = await this.#cross(at);
      await this.#happen(at);
    }
    this.#send();
    if (this.scene.killed === true) await this.#kill();
    await passUntil(() => this.audience.isOver(), AT_LAST);
    await pass(Math.max(0, ...(this.options.lags ?? [])) + (this.options.delay ?? 0));
  }

  /** What is still open though everybody has left; in words. */
  get litter(): readonly string[] {
    const timers = jest.getTimerCount();
    const { connections: listeners } = this.server;
    return [
      ...(listeners === 0 ? [] : [`left ${listeners} connections open`]),
      ...(timers === 0 ? [] : [`left ${timers} timers`]),
    ];
  }

  async #join(): Promise<void> {
    this.#send();
    const client = this.server.client({ fetch: laggingFetch(this.server.fetch, this.options.lags) });
    await this.audience.join(client, this.server);
  }

  /** The gap that begins before this event, if there is one: what happens in it is stored and not heard. */
  async #cross(at: number): Promise<number> {
    const gap = this.options.gaps?.find(({ from }) => from === at);
    if (gap === undefined) return at;
    await this.#tear(gap);
    this.scene.events.slice(gap.from, gap.to).forEach(event => this.store.apply(event));
    await this.#reconnect();
    return gap.to;
  }

  async #tear({ from, bytes = 0 }: Gap): Promise<void> {
    this.#send();
    const event = this.scene.events[from];
    if (bytes > 0 && event !== undefined) this.server.garbage(frameOf(event).subarray(0, bytes));
    await calm();
    this.#cut();
    await calm();
  }

  async #reconnect(): Promise<void> {
    await passUntil(() => this.server.connections > 0 || this.audience.isOver(), SOON);
    if (this.options.lags === undefined) await this.#compare();
  }

  /** What is shown now that all requests were answered at once must be what the store holds. */
  async #compare(): Promise<void> {
    for (let turns = 0; turns < 5; turns++) await calm();
    if (!this.audience.isOver()) this.flaws.push(...this.audience.flaws(this.store));
  }

  async #happen(at: number): Promise<void> {
    const event = this.scene.events[at];
    if (event === undefined) return;
    this.store.apply(event);
    this.#tell(event);
    if (!this.#matters(at)) return;
    this.#send();
    await pass(1);
  }

  #tell(event: OpencodeEvent): void {
    const cuts = this.#cuts;
    const tell = () => {
      if (cuts === this.#cuts) this.server.garbage(frameOf(event));
    };
    const { delay = 0 } = this.options;
    if (delay === 0) this.#unsent.push(frameOf(event));
    else setTimeout(tell, delay);
  }

  /** What was told since the last time, in one piece. */
  #send(): void {
    if (this.#unsent.length > 0) this.server.garbage(Buffer.concat(this.#unsent.splice(0)));
  }

  #cut(): void {
    this.#cuts += 1;
    this.server.cut();
  }

  /** Far from what is to be seen, events may come all at once: that is much faster. */
  #matters(at: number): boolean {
    const { gaps = [], lags = [] } = this.options;
    const { joinsAt, comesLate } = this.audience;
    const slowest = Math.max(0, ...lags);
    const places = comesLate ? [{ from: joinsAt, to: joinsAt }, ...gaps] : gaps;
    return places.length === 0 || places.some(({ from, to }) => at >= from - 2 && at <= to + slowest + 2);
  }

  async #kill(): Promise<void> {
    this.#cut();
    this.store.restart();
    await this.#reconnect();
  }
}

const frames = new WeakMap<OpencodeEvent, Uint8Array>();

/** An event as it comes over the wire. */
export function frameOf(event: OpencodeEvent): Uint8Array {
  const known = frames.get(event);
  if (known !== undefined) return known;
  const frame = new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`);
  frames.set(event, frame);
  return frame;
}
