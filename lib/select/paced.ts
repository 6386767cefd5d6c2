import {
  animationFrames,
  catchError,
  concat,
  defer,
  of,
  race,
  tap,
  throttle,
  throwError,
  timer,
  type MonoTypeOperatorFunction,
  type Observable,
} from 'rxjs';

/** A frame at 60 Hz, where nothing paints. */
const FRAME_MS = 16;

/** A page that is hidden paints no frames; its timers still tick. */
const HIDDEN_FRAME_MS = 250;

const nextFrame = (): Observable<unknown> =>
  typeof requestAnimationFrame === 'function' ? race(animationFrames(), timer(HIDDEN_FRAME_MS)) : timer(FRAME_MS);

/**
 * At most one value a frame: the first at once, then the latest of each frame, the last always.
 *
 * Put it after the fold, not before: snapshots may be skipped, events may not. Completes after the last value was
 * delivered; an error comes after the value that was still waiting. Unsubscribing unsubscribes from the source.
 */
export const paced =
  <T>(): MonoTypeOperatorFunction<T> =>
  source =>
    defer(() => {
      let waiting: readonly T[] = [];
      return source.pipe(
        tap(value => (waiting = [value])),
        throttle(nextFrame, { leading: true, trailing: true }),
        tap(() => (waiting = [])),
        catchError((error: unknown) =>
          concat(
            of(...waiting),
            throwError(() => error),
          ),
        ),
      );
    });
