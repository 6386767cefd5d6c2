import type { OpencodeClient } from '../../lib/client.js';
import type { Reply } from '../../lib/reply/reply.js';
import type { ReplyTransition } from '../../lib/reply/transition.js';
import type { OpencodeEvent } from '../../lib/wire/index.js';
import type { ReplyStream } from '../../lib/turn/reply-stream.js';
import { flawsOfSight } from './flaws-of-sight.js';
import { ScriptedServer } from './scripted-server.js';
import { Store } from '../../lib/testing/store.js';
import { storedAnswer } from './store-endpoints.js';
import { calm, pass, passUntil } from './virtual-time.js';

/** Virtual milliseconds in which a cut connection is back, and in which a turn ends after its last event. */
const SOON = 1000;
const AT_LAST = 10_000;

/** What a server does during a turn: the events it says, one a millisecond. */
export interface Script {
  readonly sessionID: string;
  /** The prompt. */
  readonly messageID: string;
  readonly events: readonly OpencodeEvent[];
  /**
   * How many events there were before the prompt was sent.
   * @defaultValue 0
   */
  readonly promptAt?: number;
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

/** How a script is played. */
export interface PlaybackOptions {
  /** Before which event somebody attaches to the turn; without it, the turn is begun with `stream`. */
  readonly attachAt?: number | undefined;
  /** Whether the turn attached to has to be found. */
  readonly nameless?: boolean;
  /** In order, and apart from each other. */
  readonly gaps?: readonly Gap[];
  /** How many milliseconds the answers to requests take, in turn. They tell what was so when they were asked for. */
  readonly lags?: readonly number[];
  /** How many milliseconds an event takes; an answer may overtake it. */
  readonly delay?: number;
}

/** What became of it. */
export interface Played {
  readonly replies: readonly Reply[];
  readonly transitions: readonly ReplyTransition[];
  readonly completed: boolean;
  readonly error: unknown;
  readonly store: Store;
  /** What was wrong meanwhile, and what was sent or kept open too often; in words. */
  readonly flaws: readonly string[];
}

/** Plays a script to a client that follows the turn. Needs virtual time. */
export async function play(script: Script, options: PlaybackOptions = {}): Promise<Played> {
  return new Playback(script, options).run();
}

/** An answer that is under way for so many milliseconds; nobody waits for one whose request was left. */
const later = (response: Response, lag: number, signal: AbortSignal): Promise<Response> =>
  new Promise(resolve => {
    const timer = setTimeout(() => resolve(response), lag);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });

class Playback {
  readonly #server = new ScriptedServer();
  readonly #store: Store;
  readonly #replies: Reply[] = [];
  readonly #transitions: ReplyTransition[] = [];
  readonly #flaws: string[] = [];
  #completed = false;
  #error: unknown;
  #requests = 0;

  constructor(
    private readonly script: Script,
    private readonly options: PlaybackOptions,
  ) {
    const { lags = [0] } = options;
    this.#store = new Store(script.sessionID);
    this.#server.override = call => {
      const response = storedAnswer(this.#store, call);
      const lag = lags[this.#requests++ % lags.length] ?? 0;
      return response === undefined || lag === 0 ? response : later(response, lag, call.signal);
    };
  }

  async run(): Promise<Played> {
    const { promptAt = 0 } = this.script;
    const { attachAt = promptAt } = this.options;
    for (let at = 0; at <= this.script.events.length; at++) {
      if (at === attachAt) await this.#join();
      at = await this.#cross(at);
      await this.#happen(at);
    }
    if (this.script.killed === true) await this.#kill();
    await passUntil(() => this.#isOver(), AT_LAST);
    await pass(Math.max(0, ...(this.options.lags ?? [])) + (this.options.delay ?? 0));
    return this.#outcome();
  }

  async #join(): Promise<void> {
    const { sessionID, messageID } = this.script;
    const client: OpencodeClient = this.#server.client();
    const { attachAt, nameless = false } = this.options;
    this.#watch(
      attachAt === undefined
        ? client.stream(sessionID, 'Hi', { messageID })
        : client.attach(sessionID, nameless ? {} : { messageID }),
    );
    await passUntil(() => this.#server.listeners > 0, SOON);
    if (attachAt === undefined) await passUntil(() => this.#posts() > 0, SOON);
  }

  #watch(stream: ReplyStream): void {
    stream.transitions$.subscribe({ next: told => this.#transitions.push(told), error: () => undefined });
    stream.subscribe({
      next: reply => this.#replies.push(reply),
      error: (error: unknown) => (this.#error = error),
      complete: () => (this.#completed = true),
    });
  }

  /** The gap that begins before this event, if there is one: what happens in it is stored and not heard. */
  async #cross(at: number): Promise<number> {
    const gap = this.options.gaps?.find(({ from }) => from === at);
    if (gap === undefined) return at;
    await this.#tear(gap);
    this.script.events.slice(gap.from, gap.to).forEach(event => this.#store.apply(event));
    await this.#reconnect();
    return gap.to;
  }

  async #tear({ from, bytes = 0 }: Gap): Promise<void> {
    const event = this.script.events[from];
    if (bytes > 0 && event !== undefined) this.#server.sayBytes(frameOf(event).subarray(0, bytes));
    await calm();
    this.#server.cut();
    await calm();
  }

  async #reconnect(): Promise<void> {
    await passUntil(() => this.#server.listeners > 0 || this.#isOver(), SOON);
    if (this.options.lags === undefined) await this.#compare();
  }

  /** What is shown now that all requests were answered at once must be what the store holds. */
  async #compare(): Promise<void> {
    for (let turns = 0; turns < 5; turns++) await calm();
    const [reply] = this.#replies.slice(-1);
    if (reply !== undefined && !this.#isOver()) this.#flaws.push(...flawsOfSight(reply, this.#store, this.script));
  }

  async #happen(at: number): Promise<void> {
    const event = this.script.events[at];
    if (event === undefined) return;
    this.#store.apply(event);
    const { delay = 0 } = this.options;
    if (delay === 0) this.#server.say(event);
    else this.#server.sayLater(event, delay);
    if (this.#matters(at)) await pass(1);
  }

  /** Far from what is to be seen, events may come all at once: that is much faster. */
  #matters(at: number): boolean {
    const { gaps = [], attachAt, lags = [] } = this.options;
    const slowest = Math.max(0, ...lags);
    const places = attachAt === undefined ? gaps : [{ from: attachAt, to: attachAt }, ...gaps];
    return places.length === 0 || places.some(({ from, to }) => at >= from - 2 && at <= to + slowest + 2);
  }

  async #kill(): Promise<void> {
    this.#server.cut();
    this.#store.restart();
    await this.#reconnect();
  }

  #isOver(): boolean {
    return this.#completed || this.#error !== undefined;
  }

  #posts(): number {
    return this.#server.callsOf('/prompt_async').length;
  }

  #outcome(): Played {
    return {
      replies: this.#replies,
      transitions: this.#transitions,
      completed: this.#completed,
      error: this.#error,
      store: this.#store,
      flaws: [...this.#flaws, ...this.#accounts()],
    };
  }

  #accounts(): readonly string[] {
    const timers = jest.getTimerCount();
    const { listeners } = this.#server;
    const wanted = this.options.attachAt === undefined ? 1 : 0;
    const posts = this.#posts();
    return [
      ...(posts === wanted ? [] : [`${posts} prompts were posted`]),
      ...(listeners === 0 ? [] : [`left ${listeners} connections open`]),
      ...(timers === 0 ? [] : [`left ${timers} timers`]),
    ];
  }
}

/** An event as it comes over the wire. */
export const frameOf = (event: OpencodeEvent): Uint8Array =>
  new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`);
