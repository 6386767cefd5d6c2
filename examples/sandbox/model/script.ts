/** Words of the answer, streamed in pieces. */
export interface TextAct extends Pace {
  readonly text: string;
}

/** Thoughts of the model, streamed in pieces. */
export interface ReasoningAct extends Pace {
  readonly reasoning: string;
}

/** A call of one of the server's tools. */
export interface ToolAct {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Silence, in milliseconds. */
export interface PauseAct {
  readonly pause: number;
}

/** Silence until `ScriptedModel.release` is called with this name. */
export interface WaitAct {
  readonly wait: string;
}

/** The provider refuses, with this HTTP status. */
export interface FailAct {
  readonly fail: number;
  /** How many attempts are refused. @defaultValue all of them */
  readonly times?: number;
  /** What the refusal says. @defaultValue a sentence naming the status */
  readonly message?: string;
  /** Milliseconds after which the server shall try again. @defaultValue 100 */
  readonly retryAfter?: number;
}

/** The connection breaks here, in the middle of the answer. */
export interface DropAct {
  /** How many attempts break. */
  readonly drop: number;
}

/** Why the model says it stopped. */
export interface FinishAct {
  readonly finish: 'stop' | 'length' | 'tool_calls' | 'content_filter';
}

/** How fast a text comes. */
export interface Pace {
  /** Milliseconds between two pieces. @defaultValue the model's `delay` */
  readonly delay?: number;
  /** How the text is cut. @defaultValue 'word' */
  readonly cut?: 'word' | 'character' | 'whole';
}

/** One thing a scripted model does. */
export type Act = TextAct | ReasoningAct | ToolAct | PauseAct | WaitAct | FailAct | DropAct | FinishAct;

/** One answer of the model: what it does between two looks at tool results. */
export type Step = readonly Act[];

/** A whole turn: one step for each request the server makes for it. */
export type Script = readonly Step[];

/** A turn of these steps. */
export const script = (...steps: Step[]): Script => steps;

/** One answer of the model; several tools in one step run in parallel. */
export const step = (...acts: Act[]): Step => acts;

/** Says something. */
export const text = (content: string, pace: Pace = {}): TextAct => ({ text: content, ...pace });

/** Thinks something. */
export const reasoning = (content: string, pace: Pace = {}): ReasoningAct => ({ reasoning: content, ...pace });

/** Calls any tool, also one that does not exist. */
export const tool = (name: string, input: ToolAct['input'] = {}): ToolAct => ({ tool: name, input });

/** Runs a shell command; the sandbox's server asks a permission for it. */
export const bash = (command: string, description = command): ToolAct => tool('bash', { command, description });

/** Writes a file, relative to the sandbox's directory. */
export const write = (filePath: string, content: string): ToolAct => tool('write', { filePath, content });

/** Reads a file. */
export const read = (filePath: string): ToolAct => tool('read', { filePath });

/** Asks the human one question with these answers to choose from. */
export function question(words: string, answers: readonly string[], more: { multiple?: boolean } = {}): ToolAct {
  const options = answers.map(label => ({ label, description: label }));
  return tool('question', { questions: [{ question: words, header: words.slice(0, 30), options, ...more }] });
}

/** Sets the todo list: `{ 'Look around': 'completed', 'Write it down': 'pending' }`. 1.1 servers want an id of each. */
export function todowrite(todos: Readonly<Record<string, string>>): ToolAct {
  const list = Object.entries(todos).map(([content, status], index) => {
    return { id: String(index + 1), content, status, priority: 'medium' };
  });
  return tool('todowrite', { todos: list });
}

/** Runs a child session with this prompt, which may be a script itself. */
export function task(prompt: string | Script, description = 'Look into it'): ToolAct {
  const words = typeof prompt === 'string' ? prompt : scripted('Do your part.', ...prompt);
  return tool('task', { description, prompt: words, subagent_type: 'general' });
}

/** Says nothing for so many milliseconds. */
export const pause = (milliseconds: number): PauseAct => ({ pause: milliseconds });

/** Says nothing until `model.release(name)`. */
export const wait = (name: string): WaitAct => ({ wait: name });

/** Refuses with an HTTP status, always or for the first attempts. */
export const fail = (status: number, more: Omit<FailAct, 'fail'> = {}): FailAct => ({ fail: status, ...more });

/** Breaks the connection here, on the first attempts. */
export const drop = (times = 1): DropAct => ({ drop: times });

/** Ends the step for this reason instead of the natural one. */
export const finish = (reason: FinishAct['finish']): FinishAct => ({ finish: reason });

/** A prompt that carries its script: some words, then a line the model reads. */
export function scripted(words: string, ...steps: Step[]): string {
  return `${words}\nSCRIPT ${JSON.stringify(steps)}`;
}
