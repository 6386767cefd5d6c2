import { merge, Subject } from 'rxjs';
import type { Recipe } from '../../../examples/conversation-recipe/recipe.js';
import { work, type Worked } from '../../../examples/conversation-recipe/worker/work.js';
import { record } from '../../support/recording.js';

/** Milliseconds that 50 turns may take on a busy machine. */
export const PATIENCE = 170_000;
/** Whether a reply is done with. */
export const hasEnded = ({ outcome }: Worked) => !['claimed', 'put off', 'released'].includes(outcome);

/** How many there are, and what they do. */
export interface Crew {
  readonly workers?: number;
  readonly replies: number;
}

/** What workers do until so many replies have ended. */
export async function worked(given: Recipe, { workers = 1, replies }: Crew): Promise<readonly Worked[]> {
  const stop$ = new Subject<void>();
  const worker = (_: unknown, at: number) => work(given, { name: `worker-${at}`, slots: 1, stop$, lookEvery: 250 });
  const log = record(merge(...Array.from({ length: workers }, worker)));
  await log.until(() => log.values.filter(hasEnded).length === replies, PATIENCE);
  stop$.next();
  await log.completion();
  return log.values;
}
