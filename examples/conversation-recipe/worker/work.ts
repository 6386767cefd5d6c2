import {
  catchError,
  concat,
  concatMap,
  connect,
  defaultIfEmpty,
  defer,
  ignoreElements,
  map,
  merge,
  NEVER,
  of,
  repeat,
  ReplaySubject,
  take,
  takeUntil,
  timeout,
  timer,
  type Observable,
} from 'rxjs';
import { isDown } from '../db/is-down.js';
import { stubborn } from '../db/stubborn.js';
import { claim } from '../job/claim.js';
import { wordsOf } from '../job/failure.js';
import { generateReply } from '../job/generate-reply.js';
import { release, type Job } from '../job/hold.js';
import type { Settled } from '../job/settle.js';
import type { Recipe } from '../recipe.js';

/** How a worker works. */
export interface WorkOptions {
  /** What it is called in the rows it claims. */
  readonly name: string;
  /**
   * Replies at a time.
   * @defaultValue 4
   */
  readonly slots?: number;
  /**
   * Milliseconds between two looks for work when there is none.
   * @defaultValue 500
   */
  readonly lookEvery?: number;
  /**
   * Its first value stops the worker: what it has begun is left running, for whoever claims it next.
   * @defaultValue NEVER
   */
  readonly stop$?: Observable<unknown>;
}

/** What a worker did, for its log. */
export interface Worked {
  /** Absent when a row could not even be read. */
  readonly messageId?: number;
  readonly outcome: Settled['outcome'] | 'claimed' | 'released' | 'failed';
  /** Why it failed or was put off, without secrets. */
  readonly error?: string;
}

/** Milliseconds that a job may take to be released; else it is free when its lease has run out. */
const PATIENCE = 5000;

/**
 * Claims replies and generates them, until `stop$`; in as many processes at once as there are.
 *
 * Emits what is done. Completes when it was stopped and has released what it had. What fails is told and does not end it;
 * while the database is away, it waits. Unsubscribing drops everything, as a crash would.
 */
export const work = (
  recipe: Recipe,
  { name, slots = 4, lookEvery = 500, stop$ = NEVER }: WorkOptions,
): Observable<Worked> =>
  stop$.pipe(
    take(1),
    connect(stopped$ => merge(...Array.from({ length: slots }, () => slot(recipe, { name, lookEvery, stopped$ }))), {
      connector: () => new ReplaySubject(1),
    }),
  );

interface Slot {
  readonly name: string;
  readonly lookEvery: number;
  /** Remembers that it was stopped. */
  readonly stopped$: Observable<unknown>;
}

/** One job after the other. */
function slot(recipe: Recipe, { name, lookEvery, stopped$ }: Slot): Observable<Worked> {
  const idle$ = timer(lookEvery).pipe(ignoreElements(), takeUntil(stopped$));
  return defer(() => claim(recipe, name)).pipe(
    concatMap(job => (job === undefined ? idle$ : done(recipe, job, stopped$))),
    catchError((error: unknown) => (isDown(error) ? idle$ : concat(failed(error), idle$))),
    repeat({ delay: () => of(true).pipe(takeUntil(stopped$)) }),
  );
}

const done = (recipe: Recipe, job: Job, stopped$: Observable<unknown>): Observable<Worked> =>
  concat(
    of<Worked>({ messageId: job.id, outcome: 'claimed' }),
    generateReply(recipe, job).pipe(
      takeUntil(stopped$),
      map((settled): Worked => ({ messageId: job.id, ...settled })),
      defaultIfEmpty(undefined),
      concatMap(worked => (worked === undefined ? released(recipe, job) : of(worked))),
      catchError((error: unknown) => failed(error, job.id)),
    ),
  );

const released = (recipe: Recipe, job: Job): Observable<Worked> =>
  stubborn(() => release(recipe, job)).pipe(
    map((): Worked => ({ messageId: job.id, outcome: 'released' })),
    timeout({ first: PATIENCE }),
  );

const failed = (error: unknown, messageId?: number): Observable<Worked> =>
  of({ ...(messageId !== undefined && { messageId }), outcome: 'failed', error: wordsOf(error) });
