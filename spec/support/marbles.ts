import { TestScheduler, type RunHelpers } from 'rxjs/testing';

/** Runs a spec in virtual time; what is expected of a stream is held against it at the end. */
export const marbles = (spec: (helpers: RunHelpers) => void): void => {
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  }).run(spec);
};
