import type { OpencodeClient } from '../../lib/client.js';
import type { Reply } from '../../lib/reply/reply.js';
import type { ReplyTransition } from '../../lib/reply/transition.js';
import type { ReplyStream } from '../../lib/turn/reply-stream.js';
import { flawsOfSight } from './flaws-of-sight.js';
import { Staging, type Audience, type Scene, type StagingOptions } from './staging.js';
import type { ScriptedOpencode, Store } from '../../lib/testing/index.js';
import { passUntil } from './virtual-time.js';

/** Virtual milliseconds in which a prompt is posted. */
const SOON = 1000;

/** What a server does during a turn. */
export interface Script extends Scene {
  /** The prompt. */
  readonly messageID: string;
  /**
   * How many events there were before the prompt was sent.
   * @defaultValue 0
   */
  readonly promptAt?: number;
}

/** How a script is played. */
export interface PlaybackOptions extends StagingOptions {
  /** Before which event somebody attaches to the turn; without it, the turn is begun with `stream`. */
  readonly attachAt?: number | undefined;
  /** Whether the turn attached to has to be found. */
  readonly nameless?: boolean;
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
  const follower = new Follower(script, options);
  const staging = new Staging(script, options, follower);
  await staging.play();
  const posts = postsTo(staging.server);
  const wanted = options.attachAt === undefined ? 1 : 0;
  const { replies, transitions, completed, error } = follower;
  const wrong = posts === wanted ? [] : [`${posts} prompts were posted`];
  const flaws = [...staging.flaws, ...wrong, ...staging.litter];
  return { replies, transitions, completed, error, store: staging.store, flaws };
}

const postsTo = (server: ScriptedOpencode): number => server.requestsTo('POST /session/:id/prompt_async').length;

/** Somebody who follows one turn. */
class Follower implements Audience {
  readonly replies: Reply[] = [];
  readonly transitions: ReplyTransition[] = [];
  completed = false;
  error: unknown;
  readonly joinsAt: number;
  readonly comesLate: boolean;

  constructor(
    private readonly script: Script,
    private readonly options: PlaybackOptions,
  ) {
    this.joinsAt = options.attachAt ?? script.promptAt ?? 0;
    this.comesLate = options.attachAt !== undefined;
  }

  async join(client: OpencodeClient, server: ScriptedOpencode): Promise<void> {
    const { sessionID, messageID } = this.script;
    const { attachAt, nameless = false } = this.options;
    this.#watch(
      attachAt === undefined
        ? client.stream(sessionID, 'Hi', { messageID })
        : client.attach(sessionID, nameless ? {} : { messageID }),
    );
    await passUntil(() => server.connections > 0, SOON);
    if (attachAt === undefined) await passUntil(() => postsTo(server) > 0, SOON);
  }

  isOver(): boolean {
    return this.completed || this.error !== undefined;
  }

  flaws(store: Store): readonly string[] {
    const [reply] = this.replies.slice(-1);
    return reply === undefined ? [] : flawsOfSight(reply, store, this.script);
  }

  #watch(stream: ReplyStream): void {
    stream.transitions$.subscribe({ next: told => this.transitions.push(told), error: () => undefined });
    stream.subscribe({
      next: reply => this.replies.push(reply),
      error: (error: unknown) => (this.error = error),
      complete: () => (this.completed = true),
    });
  }
}
