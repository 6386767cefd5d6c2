import type { PermissionRequest, QuestionRequest, Reply, ReplyPart, ToolReplyPart } from 'opencode-rx';
import { harmless, inOneLine, paint, wrapped } from './paint.js';

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
    const words = inOneLine(content);
    return `  ${MARKS[status] ?? '○'} ${status === 'completed' ? paint('dim', words) : words}`;
  });
}

/** A tool call in a line: its mark, its name and what it is about. */
export function toolLine(part: ToolReplyPart, spinner = '…'): string {
  const [name, words] = [inOneLine(part.tool), inOneLine(part.error ?? subjectOf(part))];
  return `${MARKS[part.status] ?? paint('cyan', spinner)} ${paint('bold', name)} ${words}`;
}

/** The last lines of what a command printed so far. */
export function outputLines({ tool, metadata, output }: ToolReplyPart, width = Infinity): readonly string[] {
  const printed = metadata?.['output'] ?? output;
  if (tool !== 'bash' || typeof printed !== 'string') return [];
  const lines = wrapped(printed.trimEnd(), width - 2).slice(-OUTPUT_LINES);
  return lines.map(line => paint('dim', `  ${line}`));
}

/** What a permission is about: the command as it was asked, else the patterns it was taken apart into. */
export function askedFor({ patterns = [], metadata }: PermissionRequest): string {
  return inOneLine([metadata?.['command'], patterns.join(', ')].find(isWords) ?? '');
}

/** The outcome with its reason, and what it cost; a scripted model's cost is `pretended`. */
export function summary(reply: Reply, pretended = false): string {
  const { status, cost, tokens } = reply;
  const reason = reasonOf(reply);
  const words = reason === undefined ? '' : `: ${harmless(reason)}`;
  const outcome = status === 'completed' ? paint('green', `✓ completed${words}`) : paint('red', `✗ ${status}${words}`);
  const used = `${String(tokens.input)} tokens in, ${String(tokens.output + tokens.reasoning)} out`;
  return `${outcome} ${paint('dim', `· ${used} · $${cost.toFixed(4)}${pretended ? ' (pretended)' : ''}`)}`;
}

/** Why a turn ended as it did, where its status alone does not say. */
function reasonOf({ status, error, parts }: Reply): string | undefined {
  const message = error?.data?.message;
  if (status === 'completed') return isRefused(parts.at(-1)) ? 'you refused, so the agent stopped' : undefined;
  return typeof message === 'string' && message.toLowerCase() !== status ? message : undefined;
}

/** A refusal has no other sign than the server's words for it. */
const isRefused = (part: ReplyPart | undefined): boolean =>
  part?.type === 'tool' && /^The user (rejected|dismissed) /.test(part.error ?? '');

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
  return status === 'retrying'
    ? ['', paint('yellow', `${spinner(tick)} trying again: ${inOneLine(retry?.message ?? '')}`)]
    : [];
}

function subjectOf(part: ToolReplyPart): string {
  const { title, input = {}, metadata = {} } = part;
  return (
    [questionOf(part), input['command'], metadata['filepath'], input['filePath'], title, input['description']].find(
      isWords,
    ) ?? ''
  );
}

/** What a question tool asks, and what was answered, once it was. */
function questionOf({ input, metadata }: ToolReplyPart): string {
  const asked = input?.['questions'] as QuestionRequest['questions'] | undefined;
  const answers = metadata?.['answers'] as string[][] | undefined;
  return [asked?.[0]?.question, answers?.flat().join(', ')].filter(isWords).join(' → ');
}

const isWords = (value: unknown): value is string => typeof value === 'string' && value !== '';
const spinner = (tick: number): string => SPINNER[tick % SPINNER.length] ?? '…';
