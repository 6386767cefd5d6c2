import { scenarios } from './scenarios.js';
import { reasoning, script, step, text, type Script, type Step } from './script.js';

/** A script for every prompt that holds the text, or that the expression matches. */
export interface Rule {
  readonly match: string | RegExp;
  readonly script: Script;
}

/** The script for a prompt: a rule (the newest first), else the one it carries, else a scenario it names, else small talk. */
export function findScript(prompt: string, rules: readonly Rule[]): Script {
  const rule = rules.findLast(({ match }) => (typeof match === 'string' ? prompt.includes(match) : match.test(prompt)));
  return rule?.script ?? carried(prompt) ?? named(prompt) ?? smallTalk(prompt);
}

/** What is said when a script has no step left. */
export const EPILOGUE: Step = step(text('Done.'));

function carried(prompt: string): Script | undefined {
  // Not `.*`: the line separator U+2028 may stand in JSON as it is.
  const json = /^SCRIPT ([^\n]*)/m.exec(prompt)?.[1];
  if (json === undefined) return undefined;
  try {
    return asScript(JSON.parse(json));
  } catch (error) {
    return complaint(`That SCRIPT cannot be played: ${String(error)}`);
  }
}

function asScript(value: unknown): Script {
  if (!Array.isArray(value) || !value.every(Array.isArray))
    throw new Error('it is a list of steps, each a list of acts');
  return value as Script;
}

function named(prompt: string): Script | undefined {
  const name = /\bSCENARIO:([\w-]+)/.exec(prompt)?.[1];
  if (name === undefined) return undefined;
  return scenarios[name] ?? complaint(`There is no scenario ${name}; there is ${Object.keys(scenarios).join(', ')}.`);
}

const complaint = (words: string): Script => script(step(text(words)));

function smallTalk(prompt: string): Script {
  const words = prompt.trim().slice(0, 80);
  return script(
    step(
      reasoning('Nobody wrote a script for this prompt, so I answer with what I have.'),
      text(`Hello! I am a scripted model and know only my scripts, but I heard you: "${words}".`),
    ),
  );
}
