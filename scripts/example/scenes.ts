import {
  bash,
  question,
  reasoning,
  script,
  step,
  task,
  text,
  todowrite,
  tool,
  write,
  type SandboxOptions,
  type ScriptedModel,
  type Script,
} from '../../examples/sandbox/index.js';

/** A server offers `apply_patch` to models of such a name, and `write` to the others. */
const PATCHING_MODEL = 'gpt-scripted';

const PLAN = '*** Begin Patch\n*** Add File: docs/plan.md\n+# Plan\n+\n+1. Größe messen – 測る\n*** End Patch\n';

/** What the model does when an example prompts it, by words of its prompt. */
const scripts: Readonly<Record<string, Script>> = {
  'Explain monads': script(
    step(
      reasoning('Two sentences, no burritos.'),
      text('A monad wraps a value and says how to chain what comes next. RxJS calls that chaining mergeMap.'),
    ),
  ),
  'Run "git status"': script(
    step(bash('git status', 'See what has changed')),
    step(bash('date', 'See what time it is')),
    step(text('I may not ask the clock, so I leave it alone.')),
  ),
  'Ask me what to write': script(
    step(question('What shall I write?', ['A note', 'A poem', 'Nothing'])),
    step(text('Thank you, I write that.')),
  ),
  'Which colour': script(
    step(question('Which colour shall the door have?', ['Green', 'Blue'])),
    step(text('I paint the door.')),
  ),
  'Explain spans': script(step(text('A span is a piece of work with a beginning and an end. Spans make a trace.'))),
  'Explain traces': script(
    step(reasoning('First the plan.'), todowrite({ 'Explain it': 'in_progress' })),
    step(text('A trace is what was said, in the order it was said.'), todowrite({ 'Explain it': 'completed' })),
    step(text('That is all.')),
  ),
  'Write a note': script(
    step(write('note.md', '# A note\n\nEvery byte counts: äöü, 漢字, 🙂\n')),
    step(task('Write the plan, as a patch.', 'Write the plan')),
    step(text('The note and the plan are written.')),
  ),
  'Write the plan, as a patch': script(step(tool('apply_patch', { patchText: PLAN })), step(text('Planned.'))),
};

/**
 * A server for all examples: its subagents have a model that writes patches, and like most servers it lets commands run
 * without asking.
 */
export const stageOptions: SandboxOptions = {
  config: {
    permission: { bash: 'allow' },
    agent: { general: { model: `scripted/${PATCHING_MODEL}` } },
    provider: {
      scripted: {
        models: {
          [PATCHING_MODEL]: { name: 'Patching model', tool_call: true, limit: { context: 200_000, output: 32_000 } },
        },
      },
    },
  },
};

/** Teaches a model what to do for the examples. */
export function rehearse(model: ScriptedModel): void {
  for (const [words, acts] of Object.entries(scripts)) model.on(words, acts);
}
