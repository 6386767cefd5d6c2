import type { Observable } from 'rxjs';
import type { Script } from '../script/acts.js';
import type { Leave } from './leave.js';
import type { ScriptedPrompt } from '../world/turn.js';

/** What a step needs of whoever performs it. */
export interface Performer {
  readonly leave: Leave;
  /** Takes a prompt, a little later, and answers it. Completes when its session is idle. */
  prompt(prompt: ScriptedPrompt, script: Script): Observable<never>;
}
