import type { ScriptedModel } from '../../sandbox/index.js';
import { bash, script, step, text } from '../../sandbox/index.js';

/** What the people of the demo ask. */
export const PROMPTS = {
  files: 'How many files are there?',
  story: 'Tell me a story without an end.',
  waves: 'Count forty waves.',
} as const;

const waves = Array.from({ length: 40 }, (_, wave) => `Wave ${wave + 1} comes and goes.`).join(' ');

/** Teaches the scripted model its answers. */
export function rehearse(model: ScriptedModel): void {
  model.on(
    PROMPTS.files,
    script(step(text('I look.'), bash('ls | wc -l')), step(text('As many as the command says.'))),
  );
  model.on(PROMPTS.story, script(step(text('Once upon a time there was a loop. '.repeat(100)))));
  model.on(PROMPTS.waves, script(step(text(waves))));
}
