import { asyncScheduler, map, race, Subject } from 'rxjs';
import type { OpencodeEvent } from '../wire/index.js';
import { Agent } from './agent/agent.js';
import { networkError } from './http/answers.js';
import { EventStreams } from './http/event-streams.js';
import { Faults } from './http/faults.js';
import { messageEndpoints } from './endpoints/messages.js';
import type { ScriptedOpencodeOptions } from './options.js';
import { replyEndpoints } from './endpoints/replies.js';
import { Router } from './http/router.js';
import { Scribe } from './world/scribe.js';
import { scriptedFetch, type ScriptedRequest } from './http/scripted-fetch.js';
import { Scripts } from './script/scripts.js';
import { sessionEndpoints } from './endpoints/sessions.js';
import { Store } from './world/store.js';
import { travel } from './http/travel.js';
import { workspaceEndpoints } from './endpoints/workspace.js';
import type { World } from './world/world.js';

/** What a scripted server is made of. */
export class Backstage {
  readonly store = new Store();
  readonly scripts = new Scripts();
  readonly faults = new Faults();
  readonly world: World;
  readonly streams: EventStreams;
  readonly agent: Agent;
  readonly router: Router;
  readonly wire = scriptedFetch(request => this.#respond(request));
  readonly #events$ = new Subject<OpencodeEvent>();
  readonly #deaths$ = new Subject<void>();
  #isDown = false;

  constructor({ pace = 1, heartbeat = 10_000, ...options }: ScriptedOpencodeOptions) {
    const { scheduler = asyncScheduler, directory = '/project', models, agents } = options;
    const happen = (...events: readonly OpencodeEvent[]) => events.forEach(each => this.#happen(each));
    const shared = { store: this.store, scribe: new Scribe(scheduler), scheduler, pace, directory, models, agents };
    this.world = { ...shared, happen, events$: this.#events$.asObservable() };
    this.streams = new EventStreams(heartbeat);
    this.agent = new Agent(this.world);
    this.router = this.#usual();
  }

  /** The server is killed. */
  down(): void {
    this.#isDown = true;
    this.#deaths$.next();
    this.agent.stop();
    this.store.restart();
    this.streams.close('cut');
  }

  /** The server is started again. */
  up(): void {
    this.#isDown = false;
  }

  #happen(told: OpencodeEvent): void {
    const named = { id: this.world.scribe.id('evt'), ...told };
    this.store.apply(named);
    this.streams.tell(named);
    this.#events$.next(named);
  }

  #respond(request: ScriptedRequest) {
    const met = this.#isDown ? DOWN : this.faults.meet(request);
    const isStream = request.method === 'GET' && request.url.pathname === '/event';
    const answer$ = travel(this.world.scheduler, met, isStream, () => this.router.answer(request));
    return race(answer$, this.#deaths$.pipe(map(reset)));
  }

  #usual(): Router {
    return new Router({
      'GET /event': () => this.streams.open(),
      ...workspaceEndpoints(this.world),
      ...sessionEndpoints(this.world, this.agent),
      ...messageEndpoints(this.world, this.agent, prompt => this.scripts.for(prompt)),
      ...replyEndpoints(this.world, this.agent),
    });
  }
}

/** What is still on its way when the server dies never arrives. */
const reset = (): never => {
  throw networkError('ECONNRESET');
};

const DOWN = { refuse: { kind: 'refuse', status: 'network' } } as const;
