import type { ObservableInput } from 'rxjs';
import * as z from 'zod/mini';
import type { PermissionRequest, QuestionRequest } from '../wire/index.js';

/** A human's word on a permission, with words for the agent when it is refused. */
export interface PermissionDecision {
  readonly reply: 'once' | 'always' | 'reject';
  readonly message?: string | undefined;
}

/** What a question handler gives: an answer (the chosen labels) for each question; nothing rejects. */
export type QuestionAnswer = readonly (readonly string[])[] | null | undefined;

/** What a permission handler gives; nothing rejects. */
export type PermissionAnswer = PermissionDecision['reply'] | PermissionDecision | null | undefined;

/** What following a turn can be told. */
export interface FollowOptions {
  /**
   * Milliseconds from subscribing until the stream errors with `TimeoutError`, a human's time not counted.
   * @defaultValue 600 000
   */
  readonly streamTimeout?: number | false | undefined;
  /**
   * Milliseconds from subscribing to the first event of an assistant; then the stream errors with `StaleSessionError`,
   * or with the `ConnectionError` where no connection ever came about.
   * @defaultValue 120 000
   */
  readonly firstEventTimeout?: number | false | undefined;
  /**
   * Milliseconds without an event of the session, a human's time not counted; then the stream errors with
   * `IdleStreamError`. For providers that hang while the server's heartbeat goes on.
   * @defaultValue false
   */
  readonly idleStreamTimeout?: number | false | undefined;
  /**
   * Aborts the agent when the last subscriber leaves a turn that is still running.
   * @defaultValue false
   */
  readonly abortOnUnsubscribe?: boolean | undefined;
  /**
   * Shows the questions and permissions of the session's descendants, and hands them to the handlers.
   * @defaultValue true
   */
  readonly includeChildren?: boolean | undefined;
  /**
   * Called once for each question. The first value it gives is the answer, for instance a dialog's `afterClosed()`:
   * `null` or `undefined` rejects, none leaves the question open, an error errors the stream. Left when the question
   * is settled elsewhere.
   */
  readonly onQuestion?: ((request: QuestionRequest) => ObservableInput<QuestionAnswer>) | undefined;
  /**
   * Called once for each permission; as `onQuestion`.
   */
  readonly onPermission?: ((request: PermissionRequest) => ObservableInput<PermissionAnswer>) | undefined;
}

/** The options of a turn with their defaults in place. */
export interface TurnOptions {
  readonly streamTimeout: number | false;
  readonly firstEventTimeout: number | false;
  readonly idleStreamTimeout: number | false;
  readonly abortOnUnsubscribe: boolean;
  readonly includeChildren: boolean;
  readonly onQuestion: FollowOptions['onQuestion'];
  readonly onPermission: FollowOptions['onPermission'];
}

const isLimit = (value: unknown): boolean =>
  value === false || (typeof value === 'number' && Number.isFinite(value) && value > 0);

const limitWords = 'must be a positive number of milliseconds, or false for none';
const limit = z.optional(z.custom<number | false>(isLimit, limitWords));
const handler = z.optional(z.custom<never>(value => typeof value === 'function', 'must be a function of the request'));

/** The options of {@link FollowOptions}, for the schemas of the methods that take them. */
export const turnShape = {
  streamTimeout: limit,
  firstEventTimeout: limit,
  idleStreamTimeout: limit,
  abortOnUnsubscribe: z.optional(z.boolean()),
  includeChildren: z.optional(z.boolean()),
  onQuestion: handler,
  onPermission: handler,
};

/** Fills in the defaults. */
export const turnOptions = (given: FollowOptions): TurnOptions => ({
  streamTimeout: given.streamTimeout ?? 600_000,
  firstEventTimeout: given.firstEventTimeout ?? 120_000,
  idleStreamTimeout: given.idleStreamTimeout ?? false,
  abortOnUnsubscribe: given.abortOnUnsubscribe ?? false,
  includeChildren: given.includeChildren ?? true,
  onQuestion: given.onQuestion,
  onPermission: given.onPermission,
});
