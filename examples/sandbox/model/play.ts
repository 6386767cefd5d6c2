import { randomUUID } from 'node:crypto';
import type { Act, Pace, Step, ToolAct } from './script.js';

/** The world a step is played in. */
export interface Stage {
  /** Which attempt at this step it is, from 1. */
  readonly attempt: number;
  /** Milliseconds between two pieces of text. */
  readonly delay: number;
  /** Input tokens to account for. */
  readonly inputTokens: number;
  /** Waits so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Waits until somebody releases the name. */
  readonly gate: (name: string) => Promise<void>;
}

/** A chunk to send, or the word to break the connection. */
export type Played = { readonly chunk: Readonly<Record<string, unknown>> } | 'drop';

/** Plays a step as the chunks of an OpenAI-compatible stream, the last one with the usage. */
export async function* play(acts: Step, stage: Stage): AsyncGenerator<Played, void> {
  const id = `chatcmpl-${randomUUID()}`;
  const chunk = (rest: object): Played => ({
    chunk: { id, object: 'chat.completion.chunk', created: Math.floor(Date.now() / 1000), model: 'scripted', ...rest },
  });
  const spoken = { text: 0, reasoning: 0 };
  const cast = { spoken, calls: 0 };
  yield chunk(choice({ role: 'assistant', content: '' }));
  for (const act of acts) {
    for await (const delta of perform(act, stage, cast)) {
      yield delta === 'drop' ? delta : chunk(choice(delta));
      if (delta === 'drop') return;
    }
  }
  yield chunk(choice({}, finishOf(acts)));
  yield chunk({ choices: [], usage: usage(stage.inputTokens, spoken) });
}

interface Cast {
  readonly spoken: { text: number; reasoning: number };
  calls: number;
}

async function* perform(act: Act, stage: Stage, cast: Cast): AsyncGenerator<object | 'drop', void> {
  if ('pause' in act) await stage.sleep(act.pause);
  else if ('wait' in act) await stage.gate(act.wait);
  else if ('tool' in act) yield* call(act, cast);
  else if ('text' in act) yield* speak(act.text, act, stage, piece => (cast.spoken.text++, { content: piece }));
  else if ('reasoning' in act) {
    yield* speak(act.reasoning, act, stage, piece => (cast.spoken.reasoning++, { reasoning_content: piece }));
  } else if ('drop' in act && stage.attempt <= act.drop) yield 'drop';
}

async function* speak(
  words: string,
  pace: Pace,
  stage: Stage,
  delta: (piece: string) => object,
): AsyncGenerator<object> {
  const wait = pace.delay ?? stage.delay;
  for (const piece of pieces(words, pace.cut)) {
    yield delta(piece);
    if (wait > 0) await stage.sleep(wait);
  }
}

function pieces(words: string, cut: Pace['cut'] = 'word'): readonly string[] {
  if (cut === 'whole') return [words];
  return cut === 'character' ? Array.from(words) : (words.match(/\s*\S+\s*$|\s*\S+/g) ?? [words]);
}

function* call({ tool, input }: ToolAct, cast: Cast): Generator<object> {
  const index = cast.calls++;
  const id = `call_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
  yield { tool_calls: [{ index, id, type: 'function', function: { name: tool, arguments: '' } }] };
  yield { tool_calls: [{ index, function: { arguments: JSON.stringify(input) } }] };
}

function finishOf(acts: Step): string {
  const said = acts.find(act => 'finish' in act);
  return said?.finish ?? (acts.some(act => 'tool' in act) ? 'tool_calls' : 'stop');
}

const choice = (delta: object, finish_reason: string | null = null): object => ({
  choices: [{ index: 0, delta, finish_reason }],
});

function usage(prompt_tokens: number, spoken: Cast['spoken']): object {
  const completion_tokens = Math.max(1, spoken.text + spoken.reasoning);
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    completion_tokens_details: { reasoning_tokens: spoken.reasoning },
  };
}
