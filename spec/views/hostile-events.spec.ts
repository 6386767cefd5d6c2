import * as fc from 'fast-check';
import { Subscription, type Observable } from 'rxjs';
import type { OpencodeClient } from '../../lib/client.js';
import type { OpencodeEvent } from '../../lib/wire/index.js';
import { PROMPT } from '../support/events.js';
import { deepFreeze } from '../support/deep-freeze.js';
import { AMPLE, runs } from '../support/fuzz.js';
import { anyEvent } from '../support/hostile/events.js';
import { untouched } from '../support/hostile/prototypes.js';
import { anyStore, type AnyStore } from '../support/hostile/stores.js';
import { json } from '../support/scripted-fetch.js';
import { answer, expectNothingLeft, idle, ScriptedServer, SESSION, userMessage } from '../support/scripted-server.js';
import { calm, pass, passUntil, stopTime } from '../support/virtual-time.js';

untouched();
beforeEach(stopTime);
afterEach(() => jest.useRealTimers());

const viewsOf = (client: OpencodeClient): Readonly<Record<string, Observable<unknown>>> => {
  const { info$, status$, messages$, hasEarlier$, todos$, diff$, children$, ...waiting } = client.session(SESSION);
  const { pendingQuestions$, pendingPermissions$ } = waiting;
  const ofSession = { info$, status$, messages$, hasEarlier$, todos$, diff$, children$ };
  const { sessions$, statuses$, attention$ } = client;
  return { ...ofSession, pendingQuestions$, pendingPermissions$, sessions$, statuses$, attention$ };
};

/** Somebody who watches all there is, and changes nothing of it. */
class Watcher {
  readonly seen = new Map<string, unknown>();
  readonly errors: unknown[] = [];
  readonly #watching = new Subscription();

  constructor(client: OpencodeClient) {
    for (const [name, view$] of Object.entries(viewsOf(client)))
      this.#watching.add(
        view$.subscribe({
          next: value => this.seen.set(name, deepFreeze(value)),
          error: error => this.errors.push(`${name}: ${String(error)}`),
        }),
      );
  }

  leave(): void {
    this.#watching.unsubscribe();
  }
}

const LAST = [userMessage(PROMPT), answer(PROMPT, 'It is so.', { time: { created: 2, completed: 3 } })];

async function watched(events: readonly OpencodeEvent[], store: AnyStore, waits: readonly number[]) {
  const server = new ScriptedServer();
  server.statuses = { [SESSION]: { type: 'busy' } };
  Object.assign(server, store);
  server.override = ({ method, url }) => {
    if (method !== 'GET' || !/(\/session|\/children|\/diff)$/.test(url.pathname)) return undefined;
    return json(url.pathname === '/session' ? [{ id: SESSION }] : []);
  };
  const watcher = new Watcher(server.client());
  await passUntil(() => server.listeners > 0, 1_000);
  for (const [at, event] of events.entries()) {
    server.say(event);
    await pass(waits[at % (waits.length || 1)] ?? 0);
  }
  Object.assign(server, { messages: LAST, statuses: {}, todos: [], questions: [], permissions: [] });
  server.say(idle);
  await pass(600);
  watcher.leave();
  await calm();
  expectNothingLeft(server);
  stopTime();
  return watcher;
}

describe('live views of a session of which a server says whatever it likes', () => {
  it(
    'live, and show in the end the messages that are stored',
    async () => {
      const waits = fc.array(fc.constantFrom(0, 0, 0, 1, 300), { maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(fc.array(anyEvent, { maxLength: 25 }), anyStore, waits, async (events, store, pauses) => {
          const { seen, errors } = await watched(events, store, pauses);
          expect(errors).toEqual([]);
          expect(seen.get('messages$')).toEqual(LAST);
          expect(JSON.stringify([...seen]).length).toBeGreaterThan(0);
        }),
        runs(60, 30),
      );
    },
    AMPLE,
  );
});
