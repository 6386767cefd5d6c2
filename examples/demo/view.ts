import type { QuestionRequest, Reply, ReplyPart, ToolReplyPart } from 'opencode-rx';
import { harmless, paint, wrapped } from './paint.js';

const SPINNER = Array.from('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏');
const MARKS: Readonly<Record<string, string>> = {
  completed: paint('green', '✓'),
  error: paint('red', '✗'),
  in_progress: paint('cyan', '▸'),
  cancelled: paint('dim', '–'),
};
const OUTPUT_LINES = 3;

/** What a reply looks like, as lines of a terminal that is `width` columns wide; `tick` turns the spinners. */
export function view(reply: Reply, width: number, tick: number): readonly string[] {
  const parts = reply.parts.flatMap(part => partLines(part, width, tick));
  const todos = reply.todos.length > 0 ? ['', ...todoLines(reply.todos)] : [];
  return [...parts, ...todos, ...waitLines(reply, tick)];
}

/** A todo list, each item with its mark. */
export function todoLines(todos: Reply['todos']): readonly string[] {
  return todos.map(({ content, status = 'pending' }) => {
    const words = harmless(content);
    return `  ${MARKS[status] ?? '○'} ${status === 'completed' ? paint('dim', words) : words}`;
  });
}

/** A tool call in a line: its mark, its name and what it is about. */
export function toolLine(part: ToolReplyPart, spinner = '…'): string {
  const words = harmless(part.error ?? subjectOf(part)).replaceAll('\n', ' ');
  return `${MARKS[part.status] ?? paint('cyan', spinner)} ${paint('bold', part.tool)} ${words}`;
}

/** The last lines of what a command printed so far. */
export function outputLines({ tool, metadata, output }: ToolReplyPart, width = Infinity): readonly string[] {
  const printed = metadata?.['output'] ?? output;
  if (tool !== 'bash' || typeof printed !== 'string') return [];
  const lines = wrapped(printed.trimEnd(), width - 2).slice(-OUTPUT_LINES);
  return lines.map(line => paint('dim', `  ${line}`));
}

/** The outcome, what it cost, and why it failed if it did. */
export function summary({ status, error, cost, tokens }: Reply): string {
  const words = typeof error?.data?.message === 'string' ? `: ${harmless(error.data.message)}` : '';
  const outcome = status === 'completed' ? paint('green', '✓ completed') : paint('red', `✗ ${status}${words}`);
  const used = `${String(tokens.input)} tokens in, ${String(tokens.output + tokens.reasoning)} out`;
  return `${outcome} ${paint('dim', `· ${used} · $${cost.toFixed(4)}`)}`;
}

function partLines(part: ReplyPart, width: number, tick: number): readonly string[] {
  switch (part.type) {
    case 'text':
      return part.content === '' ? [] : ['', ...wrapped(part.content, width)];
    case 'reasoning':
      return part.content === '' ? [] : ['', ...wrapped(part.content, width).map(line => paint('dim', line))];
    case 'tool':
      return part.tool === 'todowrite' ? [] : ['', toolLine(part, spinner(tick)), ...outputLines(part, width)];
    default:
      return [];
  }
}

function waitLines({ status, retry }: Reply, tick: number): readonly string[] {
  if (status === 'waiting') return ['', paint('dim', `${spinner(tick)} waiting for the agent`)];
  return status === 'retrying' ? ['', paint('yellow', `${spinner(tick)} trying again: ${retry?.message ?? ''}`)] : [];
}

function subjectOf(part: ToolReplyPart): string {
  const { title, input = {} } = part;
  return [questionOf(part), input['command'], input['filePath'], title, input['description']].find(isWords) ?? '';
}

/** What a question tool asks, and what was answered, once it was. */
function questionOf({ input, metadata }: ToolReplyPart): string {
  const asked = input?.['questions'] as QuestionRequest['questions'] | undefined;
  const answers = metadata?.['answers'] as string[][] | undefined;
  return [asked?.[0]?.question, answers?.flat().join(', ')].filter(isWords).join(' → ');
}

const isWords = (value: unknown): value is string => typeof value === 'string' && value !== '';
const spinner = (tick: number): string => SPINNER[tick % SPINNER.length] ?? '…';
