import { isDeepStrictEqual } from 'node:util';
import { Subscription, type Observable } from 'rxjs';
import type { OpencodeClient } from '../../lib/client.js';
import type { LiveMessage } from '../../lib/live/transcript/live-message.js';
import type { MessageWithParts, Part } from '../../lib/wire/index.js';
import type { Audience } from './staging.js';
import type { ScriptedOpencode, Store } from '../../lib/testing/index.js';
import { passUntil } from './virtual-time.js';

/** Virtual milliseconds in which views have their first values. */
const SOON = 1000;

/** The views that are watched, by name. */
const viewsOf = (client: OpencodeClient, sessionID: string): Readonly<Record<string, Observable<unknown>>> => {
  const { messages$, todos$, status$, children$, pendingQuestions$, pendingPermissions$ } = client.session(sessionID);
  const { sessions$, statuses$, attention$ } = client;
  const ofSession = { messages$, todos$, status$, children$, pendingQuestions$, pendingPermissions$ };
  return { ...ofSession, sessions$, statuses$, attention$ };
};

/** Somebody who looks at a session through every live view there is. */
export class Onlooker implements Audience {
  readonly comesLate = true;
  /** Everything that `messages$` showed. */
  readonly shown: (readonly LiveMessage[])[] = [];
  readonly #values = new Map<string, unknown>();
  readonly #errors: unknown[] = [];
  readonly #watching = new Subscription();

  constructor(
    private readonly sessionID: string,
    readonly joinsAt: number,
  ) {}

  async join(client: OpencodeClient, server: ScriptedOpencode): Promise<void> {
    for (const [name, view$] of Object.entries(viewsOf(client, this.sessionID))) this.#watch(name, view$);
    await passUntil(() => server.connections > 0, SOON);
  }

  /** There is no end to what a view shows. */
  isOver(): boolean {
    return false;
  }

  leave(): void {
    this.#watching.unsubscribe();
  }

  flaws(store: Store): readonly string[] {
    return [...this.#flawsOf(store, shape), ...this.#errors.map(error => `errored: ${String(error)}`)];
  }

  /** What is seen otherwise than the store has it, now that all is over. */
  finalFlaws(store: Store): readonly string[] {
    return this.#flawsOf(store, message => message);
  }

  #watch(name: string, view$: Observable<unknown>): void {
    this.#watching.add(
      view$.subscribe({
        next: value => {
          this.#values.set(name, value);
          if (name === 'messages$') this.shown.push(value as readonly LiveMessage[]);
        },
        error: (error: unknown) => this.#errors.push(error),
      }),
    );
  }

  #flawsOf(store: Store, view: (message: MessageWithParts) => unknown): readonly string[] {
    const { sessionID } = this;
    const asked = { questions: awaited(store, store.questions), permissions: awaited(store, store.permissions) };
    const truth: Readonly<Record<string, unknown>> = {
      messages$: store.messages(sessionID).map(view),
      todos$: store.todos(sessionID),
      status$: store.statuses[sessionID] ?? { type: 'idle' },
      children$: ids(store.children(sessionID)),
      pendingQuestions$: asked.questions,
      pendingPermissions$: asked.permissions,
      statuses$: store.statuses,
      sessions$: ids(store.sessions),
      attention$: [...asked.questions, ...asked.permissions].sort(),
    };
    return Object.entries(truth).flatMap(([name, stored]) => unlike(name, this.#seen(name, view), stored));
  }

  #seen(name: string, view: (message: MessageWithParts) => unknown): unknown {
    const value = this.#values.get(name);
    if (name === 'messages$') return (value as readonly LiveMessage[] | undefined)?.map(view);
    if (['todos$', 'status$', 'statuses$'].includes(name)) return value;
    return ids(value as readonly Named[] | undefined);
  }
}

interface Named {
  readonly id: string;
}

const ids = (things: readonly Named[] = []): readonly string[] => things.map(({ id }) => id).sort();

/** What was asked by a session that came to rest since is in the lists, but nobody waits for it. */
const awaited = ({ statuses }: Store, requests: readonly (Named & { readonly sessionID?: string })[]) =>
  ids(requests.filter(({ sessionID = '' }) => sessionID in statuses));

const unlike = (what: string, shown: unknown, stored: unknown): readonly string[] =>
  isDeepStrictEqual(shown, stored)
    ? []
    : [`${what} ${JSON.stringify(shown)} where the store had ${JSON.stringify(stored)}`];

/** A message but for the texts that are being said. */
const shape = ({ info, parts }: MessageWithParts): unknown => ({
  info,
  parts: parts.map(part => (isBeingSaid(info, part) ? part.id : part)),
});

const isBeingSaid = ({ role }: MessageWithParts['info'], part: Part): boolean =>
  role === 'assistant' && (part.type === 'text' || part.type === 'reasoning') && part.time?.end === undefined;
