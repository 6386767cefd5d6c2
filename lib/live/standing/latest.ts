import type { Observable } from 'rxjs';
import type { OpencodeEvent } from '../../wire/index.js';
import type { Keeping } from './standing.js';

/** A value that is told of as a whole: the newest word on it, `undefined` before the first. */
export interface Latest<T> {
  readonly value: T | undefined;
  /** Whether it was told of since the read began, whose answer is older then. */
  readonly fresh: boolean;
}

/** Where the newest word on something comes from. */
export interface Source<T> {
  /** What an event says of it. */
  readonly told: (event: OpencodeEvent) => T | undefined;
  readonly read: () => Observable<T>;
  /** The new value, with what did not change keeping identity. */
  readonly renew: (before: T, now: T) => T;
}

/** Keeps the newest word on something, heard or read. */
export const latest = <T>({ told, read, renew }: Source<T>): Keeping<Latest<T>, T> => {
  const renewed = (before: T | undefined, now: T): T => (before === undefined ? now : renew(before, now));
  return {
    start: { value: undefined, fresh: false },
    hear: (state, event) => {
      const value = told(event);
      return value === undefined ? state : { value: renewed(state.value, value), fresh: true };
    },
    fence: ({ value }) => ({ value, fresh: false }),
    read,
    take: (state, truth) => (state.fresh ? state : { value: renewed(state.value, truth), fresh: false }),
  };
};
