import type {
  MessageWithParts,
  OpencodeEvent,
  PermissionRequest,
  QuestionRequest,
  Todo,
  WireError,
} from '../../wire/index.js';
import type { ReplyOutcome } from '../reply.js';

/** What a look at the server's store found. Absent members were not asked for, or could not be had. */
export interface StoredTruth {
  /** Every message from the turn's user message on, oldest first. */
  readonly messages?: readonly MessageWithParts[];
  readonly todos?: readonly Todo[];
  readonly questions?: readonly QuestionRequest[];
  readonly permissions?: readonly PermissionRequest[];
}

/** How a turn was judged to have ended. */
export interface Settlement {
  readonly status: ReplyOutcome;
  readonly error?: WireError | undefined;
  readonly absorbedBy?: string | undefined;
}

/** Which user messages a turn answers. */
export interface TurnIdentity {
  readonly messageID: string;
  /** Those the server itself wrote to go on with the turn. */
  readonly continuations?: ReadonlySet<string> | undefined;
}

/**
 * What the turn tells the fold beside the server's own events, through the same door:
 * a connection was lost; the turn's messages became known; a look at the store began; its answer; the end.
 */
export type TurnEvent =
  | { readonly type: 'turn.gap' }
  | { readonly type: 'turn.identified'; readonly properties: TurnIdentity }
  | { readonly type: 'turn.fence' }
  | { readonly type: 'turn.fetched'; readonly properties: StoredTruth }
  | { readonly type: 'turn.settled'; readonly properties: Settlement };

/** Everything the fold takes. */
export type FoldEvent = OpencodeEvent | TurnEvent;

/** Whether an event is, or calls itself, one of the turn's own: whatever comes from outside must not be. */
export const isTurnEvent = (event: { readonly type: unknown }): event is TurnEvent =>
  typeof event.type === 'string' && event.type.startsWith('turn.');
