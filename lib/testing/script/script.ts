import type { ObservableInput } from 'rxjs';
import type { JsonObject, OpencodeEvent, QuestionInfo, Todo, WireError } from '../../wire/index.js';
import type {
  EventsAct,
  FailAct,
  FinishAct,
  PauseAct,
  QuestionAct,
  RetryAct,
  Script,
  TaskAct,
  TaskOptions,
  TodosAct,
  ToolAct,
  ToolOptions,
  UntilAct,
  WordsAct,
} from './acts.js';

/** Says something: a string word by word, a list piece by piece. */
export const text = (words: string | readonly string[]): WordsAct => ({ act: 'text', pieces: piecesOf(words) });

/** Thinks something: a string word by word, a list piece by piece. */
export const reasoning = (words: string | readonly string[]): WordsAct => ({
  act: 'reasoning',
  pieces: piecesOf(words),
});

/** Calls a tool. */
export const tool = (name: string, input: JsonObject = {}, options: ToolOptions = {}): ToolAct => ({
  act: 'tool',
  tool: name,
  input,
  options,
});

/** Asks a human one question with these answers to choose from, or several questions; waits for the answer. */
export function question(asked: string | readonly QuestionInfo[], answers: readonly string[] = []): QuestionAct {
  if (typeof asked !== 'string') return { act: 'question', questions: asked };
  const options = answers.map(label => ({ label, description: label }));
  return { act: 'question', questions: [{ question: asked, header: asked.slice(0, 30), options }] };
}

/** Sets the todo list: `{ 'Look around': 'completed', 'Write it down': 'pending' }`, or whole todos. */
export function todos(list: Readonly<Record<string, string>> | readonly Todo[]): TodosAct {
  if (isList(list)) return { act: 'todos', todos: list };
  const entries = Object.entries(list);
  return { act: 'todos', todos: entries.map(([content, status]) => ({ content, status, priority: 'medium' })) };
}

/** Runs a child session; what it asks a human, the parent waits for. */
export const task = (script: Script, options: TaskOptions = {}): TaskAct => ({ act: 'task', script, options });

/** Waits until a `Subject`, a promise or any other notifier of the test emits or completes. */
export const until = (notifier: ObservableInput<unknown>): UntilAct => ({ act: 'until', notifier });

/** Says nothing for so many milliseconds. */
export const pause = (ms: number): PauseAct => ({ act: 'pause', ms });

/** The provider refuses for good: the turn ends as `failed`. A string is the message of an `APIError`. */
export const fail = (error: string | WireError): FailAct => ({
  act: 'fail',
  error: typeof error === 'string' ? { name: 'APIError', data: { message: error, isRetryable: false } } : error,
});

/** The provider fails for now; the server says so and tries again after so many milliseconds. */
export const retry = (message = 'Overloaded', ms = 1000): RetryAct => ({ act: 'retry', message, ms });

/** Says why the step ended, what it cost and what it changed, where that is not the usual. */
export const finish = (how: Omit<FinishAct, 'act'>): FinishAct => ({ act: 'finish', ...how });

/** Says events of your own making, at this place. */
export const events = (...list: readonly OpencodeEvent[]): EventsAct => ({ act: 'events', events: list });

function piecesOf(words: string | readonly string[]): readonly string[] {
  return typeof words === 'string' ? (words.match(/\s*\S+\s*$|\s*\S+/g) ?? [words]) : words;
}

const isList = (list: object): list is readonly Todo[] => Array.isArray(list);
