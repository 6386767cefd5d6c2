import {
  exhaustMap,
  filter,
  ignoreElements,
  interval,
  lastValueFrom,
  merge,
  Subject,
  take,
  tap,
  type Observable,
} from 'rxjs';
import { ask, startConversation } from '../conversation/ask.js';
import { cancel } from '../conversation/cancel.js';
import { messageOf } from '../conversation/read.js';
import type { Recipe } from '../recipe.js';
import { lineOf } from '../worker/line.js';
import { work, type Worked } from '../worker/work.js';
import { say } from './say.js';
import { PROMPTS } from './scripts.js';

/** Two people ask at once: one reply calls a tool, the other is cancelled in the middle. */
export async function toolAndCancel(recipe: Recipe): Promise<readonly [ada: number, bob: number]> {
  say('\nAda and Bob ask at once. Her reply calls a tool; his is cancelled in the middle.');
  const ada = await startConversation(recipe, 'ada', 'Files');
  const bob = await startConversation(recipe, 'bob', 'Stories');
  await ask(recipe, ada.id, PROMPTS.files);
  const story = await ask(recipe, bob.id, PROMPTS.story);
  await lastValueFrom(merge(workOff(recipe, 2), cancelled(recipe, story.id)));
  return [ada.id, bob.id];
}

/** A worker that stops when so many replies have ended. */
function workOff(recipe: Recipe, count: number): Observable<Worked> {
  const ended$ = new Subject<Worked>();
  const stop$ = ended$.pipe(filter((_, index) => index === count - 1));
  return work(recipe, { name: 'worker-here', stop$ }).pipe(
    tap(worked => say(`  ${lineOf(worked)}`)),
    tap(worked => worked.outcome !== 'claimed' && ended$.next(worked)),
  );
}

/** Cancels a reply as soon as some of it can be read. */
const cancelled = (recipe: Recipe, messageId: number): Observable<never> =>
  interval(100).pipe(
    exhaustMap(() => messageOf(recipe, messageId)),
    filter(({ content }) => content.length > 50),
    take(1),
    exhaustMap(() => cancel(recipe, messageId)),
    ignoreElements(),
  );
