import type { AssistantMessage, LiveMessage, Session, Tokens } from 'opencode-rx';

/** Cost in dollars, the rest in tokens. */
export interface SessionUsage {
  readonly cost: number;
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cached: number;
  /** What the last request held. */
  readonly context: number;
  readonly model: string | undefined;
}

/** The session's own sums where the server keeps them, else those of the messages that are here. */
export function usageOf(info: Session | undefined, messages: readonly LiveMessage[]): SessionUsage {
  const answers = messages.map(message => message.info).filter(info => info.role === 'assistant');
  const tokens = info?.tokens ? [info.tokens] : answers.map(answer => answer.tokens ?? {});
  const sum = (pick: (tokens: Tokens) => number | undefined): number =>
    tokens.reduce((total, each) => total + (pick(each) ?? 0), 0);
  return {
    cost: info?.cost ?? answers.reduce((total, { cost = 0 }) => total + cost, 0),
    input: sum(({ input }) => input),
    output: sum(({ output }) => output),
    reasoning: sum(({ reasoning }) => reasoning),
    cached: sum(({ cache }) => cache?.read),
    context: contextOf(answers),
    model: answers.at(-1)?.modelID,
  };
}

function contextOf(answers: readonly AssistantMessage[]): number {
  const { input = 0, output = 0, cache } = answers.findLast(({ tokens }) => tokens?.input)?.tokens ?? {};
  return input + output + (cache?.read ?? 0);
}
