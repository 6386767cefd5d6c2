import type { Act, CallAct, FinishAct, Script } from './acts.js';
import { text } from './script.js';

/** One request to the model: what it says, what it calls, and how it ends. */
export interface Step {
  readonly says: readonly Exclude<Act, CallAct | FinishAct>[];
  readonly calls: readonly CallAct[];
  readonly finish: FinishAct;
}

/** A step that says nothing. */
export const NO_STEP: Step = { says: [], calls: [], finish: { act: 'finish' } };

/** The steps of a script: what comes after tools is the next one, and after tools there is always one. */
export function stepsOf(script: Script): readonly Step[] {
  const acts = isList(script) ? script : [script];
  const steps = acts.map(act => (typeof act === 'string' ? text(act) : act)).reduce(put, [NO_STEP]);
  return steps.at(-1)?.calls.length === 0 ? steps : [...steps, NO_STEP];
}

function put(steps: readonly Step[], act: Act): readonly Step[] {
  const last = steps.at(-1) ?? NO_STEP;
  const before = steps.slice(0, -1);
  if (act.act === 'finish') return [...before, { ...last, finish: act }];
  if (isCall(act)) return [...before, { ...last, calls: [...last.calls, act] }];
  if (last.calls.length > 0) return [...steps, { ...NO_STEP, says: [act] }];
  return [...before, { ...last, says: [...last.says, act] }];
}

const isCall = (act: Act): act is CallAct => ['tool', 'question', 'todos', 'task'].includes(act.act);

const isList = (script: Script): script is readonly (string | Act)[] => Array.isArray(script);
