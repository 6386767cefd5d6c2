import { defer, distinctUntilChanged, finalize, map, Observable, share, startWith, takeLast } from 'rxjs';
import type { ReplyResult } from '../reply/result.js';
import type { Reply } from '../reply/reply.js';
import type { ToolReplyPart } from '../reply/reply-part.js';
import type { ReplyTransition, Step } from '../reply/transition.js';
import { flattened } from '../select/flattened.js';
import {
  selectPermissions,
  selectQuestions,
  selectText,
  selectTodos,
  selectToolParts,
  selectTransitions,
} from '../select/selected.js';
import type { PermissionRequest, QuestionRequest, Todo } from '../wire/index.js';
import { runTurn } from './run-turn.js';
import { Turn, type TurnPlan } from './turn.js';

type StepRuns = Observable<readonly Step[]>;

type Around = (turn: Turn, run$: StepRuns) => StepRuns;

/**
 * One turn, as an `Observable<Reply>` with its siblings, which all share it.
 *
 * Producers: one; subscribing to it or to any sibling starts the turn or goes on with it, and the prompt is posted once
 * in the life of the stream, however often it is subscribed. First value: the present snapshot, at once. Completes with
 * the turn; the last snapshot holds what the server stored and says how it ended (`reply.status`). Errors when the turn
 * never ran (`PromptRejectedError`), when its session is gone, with a deadline, or when the server cannot be reached;
 * `retry()` and re-subscription resume the same turn. Unsubscribing the last closes what was opened and does not abort
 * the agent unless `abortOnUnsubscribe` says so.
 */
export class ReplyStream extends Observable<Reply> {
  /** The session the turn belongs to. */
  readonly sessionID: string;
  /** `reply.fullText`: now, and after each change. State, as the stream itself. */
  readonly text$: Observable<string>;
  /** Every tool part when it opens and whenever it advances. News: nothing is replayed, nothing at once. */
  readonly toolParts$: Observable<ToolReplyPart>;
  /** The questions that wait for an answer: now, and after each change. State, as the stream itself. */
  readonly pendingQuestions$: Observable<readonly QuestionRequest[]>;
  /** The permissions that wait for an answer: now, and after each change. State, as the stream itself. */
  readonly pendingPermissions$: Observable<readonly PermissionRequest[]>;
  /** The agent's todo list: now, and after each change. State, as the stream itself. */
  readonly todos$: Observable<readonly Todo[]>;
  /** Everything that happens to the reply, one by one. News: nothing is replayed, nothing at once. */
  readonly transitions$: Observable<ReplyTransition>;
  /** One value when the turn has completed: its parts and texts. Errors as the stream itself. */
  readonly result$: Observable<ReplyResult>;

  readonly #turn: Turn;

  private constructor(plan: TurnPlan, around: Around) {
    const turn = new Turn(plan);
    const { steps$, reply$ } = shareSteps(
      turn,
      defer(() => around(turn, runTurn(turn))),
    );
    super(subscriber => reply$.subscribe(subscriber));
    this.#turn = turn;
    this.sessionID = plan.sessionID;
    this.text$ = reply$.pipe(selectText());
    this.pendingQuestions$ = reply$.pipe(selectQuestions());
    this.pendingPermissions$ = reply$.pipe(selectPermissions());
    this.todos$ = reply$.pipe(selectTodos());
    this.transitions$ = steps$.pipe(selectTransitions());
    this.toolParts$ = this.transitions$.pipe(selectToolParts());
    this.result$ = reply$.pipe(
      takeLast(1),
      map(({ result }) => result),
    );
  }

  /** @internal Made by `client.stream()` and `client.attach()`. `around` wraps each run of the turn. */
  static of(plan: TurnPlan, around: Around = (_, run$) => run$): ReplyStream {
    return new ReplyStream(plan, around);
  }

  /** The id of the turn's user message: ours from the start; of an attached turn `undefined` until it was found. */
  get messageID(): string | undefined {
    return this.#turn.messageID;
  }

  /** Tells the server to stop the agent, on each subscription anew. One value, then it completes. */
  abort(): Observable<boolean> {
    return this.#turn.abort();
  }
}

/**
 * The steps of a turn one by one, for all who listen, and its snapshots as state. What is shown is kept here: while steps
 * that were taken together are handed on, the fold is ahead of them.
 */
function shareSteps(
  turn: Turn,
  run$: StepRuns,
): { readonly steps$: Observable<Step>; readonly reply$: Observable<Reply> } {
  let shown = turn.reply;
  const steps$ = run$.pipe(
    flattened(({ reply }) => (shown = reply)),
    finalize(() => (shown = turn.reply)),
    share(),
  );
  const reply$ = defer(() =>
    steps$.pipe(
      map(({ reply }) => reply),
      startWith(shown),
      distinctUntilChanged(),
    ),
  );
  return { steps$, reply$ };
}
