import { including } from '../../reply/fold/state.js';

/** A state that is read as a whole and heard of piece by piece. */
export interface Fenced {
  /** While a read is under way: what was heard of since it began, whose answer is older then. */
  readonly touched: ReadonlySet<string> | undefined;
}

/** Nothing was heard of. */
export const NOTHING: ReadonlySet<string> = new Set();

/** A read begins. */
export const fence = <State extends Fenced>(state: State): State => ({ ...state, touched: NOTHING });

/** The read that was under way is over. */
export const unfence = <State extends Fenced>(state: State): State => ({ ...state, touched: undefined });

/** Takes note of what was heard of; of nothing while nothing is read. */
export const touch = <State extends Fenced>(state: State, id: string): State =>
  state.touched === undefined || state.touched.has(id) ? state : { ...state, touched: including(state.touched, id) };
