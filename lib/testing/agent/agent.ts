import { AsyncSubject, catchError, concat, defer, EMPTY, finalize, Subscription, type Observable } from 'rxjs';
import type { OpencodeEvent, WireError } from '../../wire/index.js';
import { aborting, failing, unknownAgent, unknownModel } from './endings.js';
import { Leave } from './leave.js';
import { ProviderFailure } from './interlude.js';
import { performStep, summaries } from './perform-step.js';
import type { Performer } from './performer.js';
import { takePrompt, turnOf } from './prompt.js';
import type { Script } from '../script/acts.js';
import { family } from '../world/sessions.js';
import { StepMessage, type ScriptedPrompt, type Turn } from '../world/turn.js';
import { idle, says, status, type World } from '../world/world.js';

/** A session at work. */
interface Run {
  readonly subscription: Subscription;
  /** Completes when the session is idle. */
  readonly over$: Observable<never>;
}

/** Answers the prompts of all sessions, each session's one after the other (`lib/wire/PROTOCOL.md` § 4.5). */
export class Agent implements Performer {
  readonly leave = new Leave();
  readonly #runs = new Map<string, Run>();
  /** The last prompt of each session: the one that gets the next answer. */
  readonly #latest = new Map<string, Turn>();
  #everything = new Subscription();

  constructor(private readonly world: World) {}

  /** Takes a prompt, a little later, and answers it. Completes when its session is idle. */
  prompt(prompt: ScriptedPrompt, script: Script): Observable<never> {
    const over$ = new AsyncSubject<never>();
    const turn = turnOf(this.world, prompt, script);
    const answered = isKnown(this.world.agents, turn.agent)
      ? concat(
          takePrompt(this.world, turn),
          defer(() => this.#answer(turn)),
        )
      : unknownAgent(this.world, turn);
    this.#perform(answered.pipe(finalize(() => over$.complete())));
    return over$;
  }

  /** Whether the session is at work. */
  isRunning(sessionID: string): boolean {
    return this.#runs.has(sessionID);
  }

  /** Stops a session and its children, as if somebody had asked for it. */
  abort(sessionID: string): void {
    const { store, happen } = this.world;
    const session = store.session(sessionID) ?? { id: sessionID };
    const busy = family(this.world, session).filter(({ id }) => this.isRunning(id) || id in store.statuses);
    const endings = busy.map(({ id }) => aborting(this.world, id));
    busy.toReversed().forEach(({ id }) => this.drop(id));
    happen(...endings.flatMap(({ atOnce }) => atOnce));
    this.#perform(concat(...endings.map(({ later }) => later)));
  }

  /** Stops a session without a word. */
  drop(sessionID: string): void {
    this.#runs.get(sessionID)?.subscription.unsubscribe();
  }

  /** Stops everything without a word, and forgets what it was allowed. */
  stop(): void {
    this.leave.forget();
    this.#everything.unsubscribe();
    this.#everything = new Subscription();
  }

  #perform(events$: Observable<OpencodeEvent>): Subscription {
    const subscription = events$.subscribe({ next: event => this.world.happen(event), error: rethrow });
    this.#everything.add(subscription);
    return subscription;
  }

  #answer(turn: Turn): Observable<never> {
    const { sessionID, body } = turn.prompt;
    const run = this.#runs.get(sessionID);
    if (run === undefined && body['noReply'] === true) return EMPTY;
    this.#latest.set(sessionID, turn);
    return (run ?? this.#start(turn)).over$;
  }

  #start(turn: Turn): Run {
    const { sessionID } = turn.prompt;
    const over$ = new AsyncSubject<never>();
    const busy = says(this.world, () => status(sessionID, 'busy'));
    const work = concat(busy, this.#work(turn, 0)).pipe(
      catchError((error: unknown) => {
        this.#runs.delete(sessionID);
        return failing(this.world, sessionID, wordsOf(error));
      }),
      finalize(() => {
        if (this.#runs.get(sessionID) === run) this.#runs.delete(sessionID);
        over$.complete();
      }),
    );
    const run = { over$, subscription: this.#perform(work) };
    this.#runs.set(sessionID, run);
    return run;
  }

  #work(turn: Turn, index: number): Observable<OpencodeEvent> {
    return defer(() => {
      const { providerID, modelID } = turn.model;
      if (!isKnown(this.world.models, `${providerID}/${modelID}`)) {
        this.#runs.delete(turn.prompt.sessionID);
        return unknownModel(this.world, turn);
      }
      const message = new StepMessage(this.world, turn, index);
      return concat(
        performStep(this, message),
        defer(() => this.#goOn(message, index)),
      );
    });
  }

  /** After a step, the next one; of the latest prompt, which may be another than the one that was being answered. */
  #goOn(message: StepMessage, index: number): Observable<OpencodeEvent> {
    const { turn, sessionID } = message;
    if (message.isRefused) return this.#end(message);
    const next = defer(() => {
      const latest = this.#latest.get(sessionID) ?? turn;
      if (latest !== turn) return this.#work(latest, 0);
      return index + 1 < turn.steps.length ? this.#work(turn, index + 1) : this.#end(message);
    });
    return concat(
      says(this.world, () => status(sessionID, 'busy')),
      next,
    );
  }

  /** The session is idle, and takes the next prompt, before what is said of it afterwards. */
  #end(message: StepMessage): Observable<OpencodeEvent> {
    return defer(() => {
      this.#runs.delete(message.sessionID);
      return concat(
        idle(message.sessionID).map(make => make()),
        summaries(message),
      );
    });
  }
}

/** What is wrong with a script shows where the test looks: in the turn. */
const wordsOf = (error: unknown): WireError =>
  error instanceof ProviderFailure ? error.error : { name: 'BadScript', data: { message: String(error) } };

const rethrow = (error: unknown): never => {
  throw error;
};

const isKnown = (names: readonly string[] | undefined, name: string): boolean => names?.includes(name) ?? true;
