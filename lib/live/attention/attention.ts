import { combineLatest, concatMap, defer, distinctUntilChanged, map, of, startWith, type Observable } from 'rxjs';
import type { PendingPrompt } from '../../reply/prompts.js';
import { rejectQuestion, replyPermission, replyQuestion, type CallOptions } from '../../rest/index.js';
import type { Hub } from '../../turn/hub/hub.js';
import type {
  PermissionReply,
  PermissionRequest,
  QuestionAnswers,
  QuestionRequest,
  Session,
  ToolPart,
} from '../../wire/index.js';

/** What is known of whatever waits for a human, beside what is asked. */
export interface WaitingForHuman {
  /** Since when, epoch ms: what the request's id says, else when it was first heard of. */
  readonly askedAt: number;
  /** The session that asks; `undefined` until it was read, a moment later. */
  readonly session: Session | undefined;
  /** The tool call that waits; `undefined` until it was read, and where there is none. */
  readonly toolPart: ToolPart | undefined;
}

/** A question that waits for a human. */
export interface AttentionQuestion extends QuestionRequest, WaitingForHuman {
  readonly kind: 'question';
  /**
   * Sends the answers, the chosen labels or own words for each question, to the directory of the session.
   *
   * Cold: one request per subscription, `true`, then complete. Errors with `PromptNotFoundError` when it was settled
   * meanwhile. Unsubscribing aborts the request.
   */
  readonly reply: (answers: QuestionAnswers) => Observable<boolean>;
  /** Dismisses it, which ends the turn; else as `reply`. */
  readonly reject: () => Observable<boolean>;
}

/** A permission that waits for a human. */
export interface AttentionPermission extends PermissionRequest, WaitingForHuman {
  readonly kind: 'permission';
  /**
   * Sends the decision, with words for the agent when it is refused, to the directory of the session.
   *
   * Cold: one request per subscription, `true`, then complete. Errors with `PromptNotFoundError` when it was settled
   * meanwhile. Unsubscribing aborts the request.
   */
  readonly reply: (reply: PermissionReply, options?: { readonly message?: string }) => Observable<boolean>;
  /** Refuses it: ends the turn, but with a message tells the model and lets the turn go on; else as `reply`. */
  readonly reject: (message?: string) => Observable<boolean>;
}

/** Something that waits for a human; `kind` tells which. */
export type Attention = AttentionQuestion | AttentionPermission;

/** Where the details of what waits come from. */
export interface Details {
  readonly session$: (sessionID: string) => Observable<Session>;
  readonly toolPart$: (sessionID: string, call: { messageID: string; callID: string }) => Observable<ToolPart>;
}

/** What waits, with its session and tool call as soon as they are known, and the ways to answer it. */
export function attention(hub: Hub, prompt: PendingPrompt, { session$, toolPart$ }: Details): Observable<Attention> {
  const { sessionID, tool } = prompt.request;
  if (sessionID === undefined) return of(answerable(hub, prompt, undefined, undefined));
  const part$ = tool === undefined ? of(undefined) : toolPart$(sessionID, tool).pipe(startWith(undefined));
  return combineLatest([session$(sessionID).pipe(startWith(undefined)), part$]).pipe(
    distinctUntilChanged(([session, part], [nextSession, nextPart]) => session === nextSession && part === nextPart),
    map(([session, part]) => answerable(hub, prompt, session, part)),
  );
}

function answerable(
  hub: Hub,
  { kind, request, askedAt }: PendingPrompt,
  session: Session | undefined,
  toolPart: ToolPart | undefined,
): Attention {
  const { id } = request;
  const send = (answer: (options: CallOptions) => Observable<boolean>): Observable<boolean> =>
    directoryOf(hub, request.sessionID, session).pipe(concatMap(answer));
  const known = { askedAt, session, toolPart };
  if (kind === 'question') {
    return {
      ...{ ...request, ...known, kind },
      reply: (answers: QuestionAnswers) => send(options => replyQuestion(hub.http, id, answers, options)),
      reject: () => send(options => rejectQuestion(hub.http, id, options)),
    };
  }
  const decide: AttentionPermission['reply'] = (reply, { message } = {}) =>
    send(options => replyPermission(hub.http, id, reply, { ...options, message }));
  return {
    ...{ ...request, ...known, kind },
    reply: decide,
    reject: (message?: string) => decide('reject', message === undefined ? {} : { message }),
  };
}

/** Requests are answered in the directory of their session (lib/wire/PROTOCOL.md § 5.3). */
const directoryOf = (
  { store }: Hub,
  sessionID: string | undefined,
  session: Session | undefined,
): Observable<CallOptions> =>
  defer(() => (session !== undefined || sessionID === undefined ? of(session) : store.session(sessionID))).pipe(
    map(owner => (owner?.directory === undefined ? {} : { directory: owner.directory })),
  );
