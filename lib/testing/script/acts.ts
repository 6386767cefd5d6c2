import type { ObservableInput } from 'rxjs';
import type { FileDiff, JsonObject, OpencodeEvent, QuestionInfo, Todo, Tokens, WireError } from '../../wire/index.js';

/** Words of the answer, or thoughts before it, that come piece by piece. */
export interface WordsAct {
  readonly act: 'text' | 'reasoning';
  readonly pieces: readonly string[];
}

/** What a human is asked before a tool runs. */
export interface PermissionAsk {
  /**
   * What is asked for.
   * @defaultValue the name of the tool
   */
  readonly permission?: string;
  /**
   * On what.
   * @defaultValue the `command` or `filePath` of the input, where it has one
   */
  readonly patterns?: readonly string[];
  /**
   * What a reply `always` allows from then on.
   * @defaultValue the patterns
   */
  readonly always?: readonly string[];
  /**
   * What else a dialog may want to show.
   * @defaultValue the input
   */
  readonly metadata?: JsonObject;
}

/** How the call of a tool goes. */
export interface ToolOptions {
  /**
   * What the tool answers.
   * @defaultValue the empty string
   */
  readonly output?: string;
  /**
   * A title for humans.
   * @defaultValue the `command` or `filePath` of the input, else the name of the tool
   */
  readonly title?: string;
  /** What the server says beside the output, for instance a `diff`. */
  readonly metadata?: JsonObject;
  /** The output so far, each time it grew, before the tool is done. */
  readonly progress?: readonly string[];
  /** The tool fails with these words. */
  readonly error?: string;
  /**
   * Whether a human is asked for leave first, and how.
   * @defaultValue `false`
   */
  readonly asks?: boolean | PermissionAsk;
}

/** The call of a tool. */
export interface ToolAct {
  readonly act: 'tool';
  readonly tool: string;
  readonly input: JsonObject;
  readonly options: ToolOptions;
}

/** Questions to a human, which wait for an answer. */
export interface QuestionAct {
  readonly act: 'question';
  readonly questions: readonly QuestionInfo[];
}

/** A new todo list. */
export interface TodosAct {
  readonly act: 'todos';
  readonly todos: readonly Todo[];
}

/** How a child session is made. */
export interface TaskOptions {
  /**
   * Its title, and that of the tool.
   * @defaultValue `Look into it`
   */
  readonly description?: string;
  /**
   * What it is told.
   * @defaultValue the description
   */
  readonly prompt?: string;
  /**
   * Who does it.
   * @defaultValue `general`
   */
  readonly agent?: string;
}

/** A child session with a script of its own. */
export interface TaskAct {
  readonly act: 'task';
  readonly script: Script;
  readonly options: TaskOptions;
}

/** Nothing, until the notifier emits or completes. */
export interface UntilAct {
  readonly act: 'until';
  readonly notifier: ObservableInput<unknown>;
}

/** Nothing, for so many milliseconds. */
export interface PauseAct {
  readonly act: 'pause';
  readonly ms: number;
}

/** The provider refuses, which ends the turn. */
export interface FailAct {
  readonly act: 'fail';
  readonly error: WireError;
}

/** The provider has failed, and will be asked again. */
export interface RetryAct {
  readonly act: 'retry';
  readonly message: string;
  readonly ms: number;
}

/** Why the step ended, what it cost, and what it changed. */
export interface FinishAct {
  readonly act: 'finish';
  /** @defaultValue `tool-calls` when the step has tools, else `stop` */
  readonly reason?: string;
  /**
   * US dollars.
   * @defaultValue 0.001
   */
  readonly cost?: number;
  /** @defaultValue 100 of input, one of output for each piece of text, one of reasoning for each of thought */
  readonly tokens?: Tokens;
  /** What the turn has changed in files so far. */
  readonly diff?: readonly FileDiff[];
}

/** Events of your own making. */
export interface EventsAct {
  readonly act: 'events';
  readonly events: readonly OpencodeEvent[];
}

/** One thing that happens in a turn. */
export type Act = WordsAct | CallAct | UntilAct | PauseAct | FailAct | RetryAct | FinishAct | EventsAct;

/** What the model calls; when it is done, the next step begins. */
export type CallAct = ToolAct | QuestionAct | TodosAct | TaskAct;

/**
 * What the model does with a prompt; a string is a text. What comes after tools is the next step, another request to the
 * model with a message of its own; tools side by side run at the same time.
 */
export type Script = string | Act | readonly (string | Act)[];
