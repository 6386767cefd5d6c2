import { Subject, VirtualTimeScheduler } from 'rxjs';
import type { OpencodeEvent } from '../../wire/index.js';
import { Agent } from './agent.js';
import { promptOf } from './prompt.js';
import type { Script } from '../script/acts.js';
import type { World } from '../world/world.js';

/** A turn that is over: everything it stores is stored at once, and nobody is told. */
export function playPast(world: World, sessionID: string, text: string, script: Script): void {
  const scheduler = new VirtualTimeScheduler();
  const events$ = new Subject<OpencodeEvent>();
  const happen = (...events: readonly OpencodeEvent[]): void => {
    for (const event of events) {
      world.store.apply(event);
      events$.next(event);
    }
  };
  const past: World = { ...world, scheduler, events$, happen, pace: 0 };
  const prompt = promptOf(past, sessionID, { parts: [{ type: 'text', text }] });
  const agent = new Agent(past);
  void agent.prompt(prompt, script);
  scheduler.flush();
  if (agent.isRunning(sessionID))
    throw new TypeError('addTurn: a turn of the past cannot wait: no question, permission or until');
}
