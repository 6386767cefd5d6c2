import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Observable, Subscription } from 'rxjs';
import type { OpencodeClient } from '../../lib/client.js';
import { json, type ScriptedRequest } from '../support/scripted-fetch.js';
import { expectNothingLeft, ScriptedServer } from '../support/scripted-server.js';
import { calm, stopTime } from '../support/virtual-time.js';
import { SESSIONS, about, delta, ids } from './many-sessions.js';

/** Milliseconds for all of it on a busy machine. */
const PATIENCE = 60_000;

jest.setTimeout(PATIENCE);

const SUBSCRIBERS = 1_000;

/** Each session has one answer; the eighth waits for a human. */
function answer({ url }: ScriptedRequest): Response | undefined {
  const [, resource, id = '', what] = url.pathname.split('/');
  if (resource !== 'session' || id === 'status') return undefined;
  if (id === '') return json(ids.map(each => ({ id: each })));
  if (what === undefined) return json({ id });
  return json(what === 'message' ? [said(id)] : []);
}

function said(sessionID: string) {
  const id = `${sessionID}_answer`;
  const info = { id, sessionID, role: 'assistant' as const, time: { created: 1 } };
  return { info, parts: [{ id: `${id}_text`, messageID: id, sessionID, type: 'text' as const, text: 'Hello' }] };
}

/** A server with many sessions, of which one asks something. */
function crowded(): ScriptedServer {
  const server = new ScriptedServer();
  server.override = answer;
  server.statuses = { ses_7: { type: 'busy' } };
  server.questions = [{ id: 'que_1', sessionID: 'ses_7', questions: [] }];
  return server;
}

type Source = Pick<OpencodeClient, 'sessions$' | 'attention$' | 'session'>;

/** What a thousand components of a dashboard watch: by the name of what it is of. */
function audience(source: Source): readonly (readonly [string, Observable<unknown>])[] {
  const views = ids.map(id => source.session(id));
  const all: (readonly [string, Observable<unknown>])[] = [
    ...views.flatMap(view => [
      [`${view.sessionID} messages`, view.messages$] as const,
      [`${view.sessionID} status`, view.status$] as const,
      [`${view.sessionID} info`, view.info$] as const,
    ]),
    ...views.slice(0, 40).map(view => [`${view.sessionID} todos`, view.todos$] as const),
    ...views.slice(0, 40).map(view => [`${view.sessionID} questions`, view.pendingQuestions$] as const),
    ...Array.from({ length: 10 }, () => ['all sessions', source.sessions$] as const),
    ...Array.from({ length: 10 }, () => ['all attention', source.attention$] as const),
  ];
  return all.slice(0, SUBSCRIBERS);
}

/** Subscribers that count what they are told. */
class Audience {
  readonly counts = new Map<string, number>();
  /** The messages, records and lists they were shown; what else there is may be a constant. */
  readonly values = new Set<WeakRef<object>>();
  readonly #subscriptions: Subscription[];

  constructor(source: Source) {
    this.#subscriptions = audience(source).map(([name, member]) =>
      member.subscribe({
        next: value => {
          this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
          if (/messages|info|all sessions/.test(name)) this.values.add(new WeakRef(value as object));
        },
      }),
    );
  }

  get size(): number {
    return this.#subscriptions.length;
  }

  /** The names of those who have heard something since it was last asked. */
  news(): readonly string[] {
    const names = [...this.counts.keys()].toSorted();
    this.counts.clear();
    return names;
  }

  leave(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }
}

/** Resolves when nothing has been asked of the server for some while. */
async function settled(server: ScriptedServer): Promise<void> {
  for (let seen = -1; server.calls.length !== seen;) {
    seen = server.calls.length;
    for (let turns = 0; turns < 30; turns++) await calm();
  }
}

/** What is said of a session, and who is to hear of it. */
const TOLD: readonly (readonly [readonly ReturnType<typeof about>[], readonly string[]])[] = [
  [[delta('ses_5')], ['ses_5 messages']],
  [[about('ses_5', 'session.status', { status: { type: 'busy' } })], ['ses_5 status']],
  [[about('ses_5', 'todo.updated', { todos: [{ content: 'One' }] })], ['ses_5 todos']],
  [[about('ses_5', 'session.updated', { info: { id: 'ses_5', title: 'New' } })], ['all sessions', 'ses_5 info']],
  [[about('ses_5', 'question.asked', { id: 'que_2', questions: [] })], ['all attention', 'ses_5 questions']],
  [[about('ses_5', 'session.status', { status: { type: 'busy' } })], []],
];

let server: ScriptedServer;
let client: OpencodeClient;
let watching: Audience;

/** How many requests there were, by method and path without ids. */
function requests(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method, url } of server.calls) {
    const name = `${method} ${url.pathname.replace(/ses_\d+/, ':id')}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe(`${SUBSCRIBERS} subscribers to the views of ${SESSIONS} sessions`, () => {
  beforeEach(async () => {
    stopTime();
    server = crowded();
    client = server.client();
    watching = new Audience(client);
    await settled(server);
  });
  afterEach(async () => {
    watching.leave();
    await calm();
    expectNothingLeft(server);
  });

  it('share one event connection, and ask for each thing once', () => {
    expect(watching.size).toBe(SUBSCRIBERS);
    expect(watching.counts.size).toBe(3 * SESSIONS + 82);
    expect(server.listeners).toBe(1);
    const { 'GET /session/status': statuses = 0, 'GET /session/:id': sessions = 0, ...others } = requests();
    expect(others).toEqual({
      'GET /event': 1,
      'GET /question': 1,
      'GET /permission': 1,
      'GET /session': 1,
      'GET /session/:id/message': SESSIONS,
      'GET /session/:id/todo': 40,
    });
    expect(statuses).toBeLessThanOrEqual(2);
    // Whose question it is, and whether its session is there, is asked for beside its record.
    expect(sessions).toBeLessThanOrEqual(SESSIONS + 2);
  });

  it('hear of one session where it shows, and nowhere else', async () => {
    watching.news();
    for (const [events, expected] of TOLD) {
      server.say(...events);
      await settled(server);
      expect(watching.news()).toEqual(expected);
    }
  });

  it('leave nothing behind: no connection, no timer, and nothing of what they were shown', async () => {
    const { values } = watching;
    expect(values.size).toBeGreaterThan(2 * SESSIONS);
    watching.leave();
    // The signals of its requests would hold what was read.
    (server.calls as ScriptedRequest[]).length = 0;
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let tries = 0; tries < 3; tries++) {
      await turn();
      collect();
    }
    const held = [...values].flatMap(value => value.deref() ?? []);
    expect(held).toHaveLength(0);
  });
});
