import {
  concatMap,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  map,
  scan,
  take,
  takeUntil,
  type Observable,
} from 'rxjs';

interface Epoch {
  readonly open: boolean;
  readonly wasOpen: boolean;
  /** Whether it was open just before and is not any more. */
  readonly broke: boolean;
  /** Whether it is open again after a break. */
  readonly healed: boolean;
}

const unopened: Epoch = { open: false, wasOpen: false, broke: false, healed: false };

const epochs = (state$: Observable<{ readonly status: string }>): Observable<Epoch> =>
  state$.pipe(
    scan((before, { status }) => {
      const open = status === 'open';
      return {
        open,
        wasOpen: before.wasOpen || open,
        broke: before.open && !open,
        healed: before.wasOpen && open && !before.open,
      };
    }, unopened),
  );

/** The breaks of a connection that was open while we listened. */
export const breaks = (state$: Observable<{ readonly status: string }>): Observable<void> =>
  epochs(state$).pipe(
    filter(({ broke }) => broke),
    map(() => undefined),
  );

/** The times a connection came back that was open while we listened. */
export const heals = (state$: Observable<{ readonly status: string }>): Observable<void> =>
  epochs(state$).pipe(
    filter(({ healed }) => healed),
    map(() => undefined),
  );

/** The times a connection is open: now, if it is, and whenever it comes back. */
export const opens = (state$: Observable<{ readonly status: string }>): Observable<unknown> =>
  state$.pipe(
    map(({ status }) => status === 'open'),
    distinctUntilChanged(),
    filter(Boolean),
  );

/** Runs this if the connection is open, until it breaks. Completes then; at once if it is not open. */
export const whileOpen = <T>(
  state$: Observable<{ readonly status: string }>,
  run: () => Observable<T>,
): Observable<T> =>
  state$.pipe(
    take(1),
    concatMap(({ status }) => (status === 'open' ? defer(run).pipe(takeUntil(breaks(state$))) : EMPTY)),
  );
