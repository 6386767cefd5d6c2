import type { Script } from './acts.js';
import type { ScriptedPrompt } from '../world/turn.js';

/** Which prompts a script is for: those that have this in their text, match it, or for which it is true. */
export type PromptMatch = string | RegExp | ((prompt: ScriptedPrompt) => boolean);

/** A script, or what makes one for a prompt. */
export type ScriptSource = Script | ((prompt: ScriptedPrompt) => Script);

/** Which prompt is answered how. */
export class Scripts {
  readonly #rules: { readonly match: PromptMatch; readonly source: ScriptSource }[] = [];

  /** Asked before all others that are there. */
  add(match: PromptMatch, source: ScriptSource): void {
    this.#rules.unshift({ match, source });
  }

  /** The script for a prompt: where there is none, small talk. */
  for(prompt: ScriptedPrompt): Script {
    const source = this.#rules.find(({ match }) => isFor(match, prompt))?.source ?? smallTalk;
    return typeof source === 'function' ? source(prompt) : source;
  }
}

const smallTalk = ({ text }: ScriptedPrompt): Script => `You said: ${text}`;

function isFor(match: PromptMatch, prompt: ScriptedPrompt): boolean {
  if (typeof match === 'string') return prompt.text.includes(match);
  return typeof match === 'function' ? match(prompt) : new RegExp(match.source, match.flags).test(prompt.text);
}
