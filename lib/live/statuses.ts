import type { Observable } from 'rxjs';
import { including } from '../reply/fold-state.js';
import { reuse } from '../reply/same-value.js';
import { sessionIDOf, type OpencodeEvent, type SessionStatus, type SessionStatuses } from '../wire/index.js';
import { statusIn } from './session/slices.js';
import type { Keeping } from './standing/standing.js';

/** What the sessions of a directory are doing, as far as it was read and heard of. */
export interface StatusBoard {
  /** Those that are not idle. */
  readonly statuses: SessionStatuses;
  /** Whether they were read, so that all are here. */
  readonly loaded: boolean;
  /** The sessions heard of since the read began. */
  readonly touched: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** Keeps what each session is doing. */
export const statusBoard = (read: () => Observable<SessionStatuses>): Keeping<StatusBoard, SessionStatuses> => ({
  start: { statuses: {}, loaded: false, touched: NONE },
  hear,
  fence: board => ({ ...board, touched: NONE }),
  read,
  take,
});

function hear(board: StatusBoard, event: OpencodeEvent): StatusBoard {
  const sessionID = sessionIDOf(event);
  const status = event.type === 'session.deleted' ? undefined : statusIn(event);
  if (sessionID === undefined || (status === undefined && event.type !== 'session.deleted')) return board;
  const heard = including(board.touched, sessionID);
  return { ...board, statuses: having(board.statuses, sessionID, status), touched: heard };
}

function having(statuses: SessionStatuses, sessionID: string, status: SessionStatus | undefined): SessionStatuses {
  const others = Object.entries(statuses).filter(([id]) => id !== sessionID);
  const works = status !== undefined && status.type !== 'idle';
  return reuse(statuses, Object.fromEntries(works ? [...others, [sessionID, status] as const] : others));
}

/** What was heard of since the read began stands; all else is as it was read. */
function take({ statuses, touched }: StatusBoard, truth: SessionStatuses): StatusBoard {
  const heard = Object.entries(statuses).filter(([id]) => touched.has(id));
  const read = Object.entries(truth).filter(([id, { type }]) => !touched.has(id) && type !== 'idle');
  return { statuses: reuse(statuses, Object.fromEntries([...heard, ...read])), loaded: true, touched };
}
