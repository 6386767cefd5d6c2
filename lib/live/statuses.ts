import type { Observable } from 'rxjs';
import { reuse } from '../reply/same-value.js';
import { sessionIDOf, type OpencodeEvent, type SessionStatus, type SessionStatuses } from '../wire/index.js';
import { statusIn } from './session/slices.js';
import { fence, NOTHING, touch, unfence, type Fenced } from './standing/fence.js';
import type { Keeping } from './standing/standing.js';

/** What the sessions of a directory are doing, as far as it was read and heard of. */
export interface StatusBoard extends Fenced {
  /** Those that are not idle. */
  readonly statuses: SessionStatuses;
  /** Whether they were read, so that all are here. */
  readonly loaded: boolean;
}

/** Keeps what each session is doing. */
export const statusBoard = (read: () => Observable<SessionStatuses>): Keeping<StatusBoard, SessionStatuses> => ({
  start: { statuses: {}, loaded: false, touched: undefined },
  hear,
  fence,
  unfence,
  read,
  take,
});

function hear(board: StatusBoard, event: OpencodeEvent): StatusBoard {
  const sessionID = sessionIDOf(event);
  const status = event.type === 'session.deleted' ? undefined : statusIn(event);
  if (sessionID === undefined || (status === undefined && event.type !== 'session.deleted')) return board;
  return touch({ ...board, statuses: having(board.statuses, sessionID, status) }, sessionID);
}

function having(statuses: SessionStatuses, sessionID: string, status: SessionStatus | undefined): SessionStatuses {
  const others = Object.entries(statuses).filter(([id]) => id !== sessionID);
  const works = status !== undefined && status.type !== 'idle';
  return reuse(statuses, Object.fromEntries(works ? [...others, [sessionID, status] as const] : others));
}

/** What was heard of since the read began stands; all else is as it was read. */
function take({ statuses, touched = NOTHING }: StatusBoard, truth: SessionStatuses): StatusBoard {
  const heard = Object.entries(statuses).filter(([id]) => touched.has(id));
  const read = Object.entries(truth).filter(([id, { type }]) => !touched.has(id) && type !== 'idle');
  return { statuses: reuse(statuses, Object.fromEntries([...heard, ...read])), loaded: true, touched };
}
