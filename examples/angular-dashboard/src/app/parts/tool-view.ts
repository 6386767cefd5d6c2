import type { ToolPart } from 'opencode-rx';
import { asAdded } from '../ui/diff-lines';
import { text } from '../ui/json';
import { asked } from './asked';

/** How a tool call stands. */
export type ToolPhase = 'pending' | 'running' | 'completed' | 'error';

/** What is shown of a tool call. */
export interface ToolView {
  readonly phase: ToolPhase;
  readonly name: string;
  readonly title: string;
  /** Milliseconds, once it has ended. */
  readonly took: number | undefined;
  readonly input: string;
  readonly diff: string | undefined;
  readonly output: string;
  readonly error: string | undefined;
  /** The session a `task` runs. */
  readonly childID: string | undefined;
}

type State = ToolPart['state'];
type Fields = Readonly<Record<string, unknown>>;

/** A tool call, for the eye. */
export function toolView({ tool, state }: ToolPart): ToolView {
  const input: Fields = state.input ?? {};
  const metadata: Fields = ('metadata' in state ? state.metadata : undefined) ?? {};
  const diff = text(metadata['diff']) ?? writtenBy(tool, input);
  const question = tool === 'question' ? asked(input, metadata) : '';
  return {
    phase: phaseOf(state),
    name: tool,
    title: todosIn(input) ?? titleOf(state, input),
    took: tookOf(state),
    input: question || (diff === undefined ? inputOf(state, input) : ''),
    diff,
    output: question === '' ? outputOf(state, metadata, diff) : '',
    error: 'error' in state ? text(state.error) : undefined,
    childID: text(metadata['sessionId']),
  };
}

const isPhase = (status: string): status is ToolPhase => ['pending', 'running', 'completed', 'error'].includes(status);
const phaseOf = ({ status }: State): ToolPhase => (isPhase(status) ? status : 'running');

/** What the server calls it; before that, whatever of the input names the thing. */
function titleOf(state: State, input: Fields): string {
  const title = 'title' in state ? text(state.title) : undefined;
  const names = ['description', 'filePath', 'command', 'pattern', 'url', 'path', 'query'];
  return title ?? names.map(name => text(input[name])).find(Boolean) ?? questionIn(input) ?? '';
}

function todosIn({ todos }: Fields): string | undefined {
  if (!Array.isArray(todos)) return undefined;
  const done = (todos as readonly (Fields | null)[]).filter(todo => todo?.['status'] === 'completed');
  return `${done.length} of ${todos.length} done`;
}

function questionIn({ questions }: Fields): string | undefined {
  const [first] = Array.isArray(questions) ? (questions as readonly (Fields | null)[]) : [];
  return text(first?.['question']);
}

function tookOf(state: State): number | undefined {
  const time: { start?: number | undefined; end?: number | undefined } =
    ('time' in state ? state.time : undefined) ?? {};
  return time.start === undefined || time.end === undefined ? undefined : time.end - time.start;
}

const writtenBy = (tool: string, input: Fields): string | undefined => {
  const content = tool === 'write' ? text(input['content']) : undefined;
  return content === undefined ? undefined : asAdded(content);
};

function inputOf(state: State, input: Fields): string {
  if (state.status === 'pending') return ('raw' in state ? text(state.raw) : undefined) ?? '';
  const command = text(input['command']);
  if (command !== undefined) return `$ ${command}`;
  const entries = Object.entries(input);
  return entries
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
}

/** While it runs, what it has printed so far. The words "wrote file" beside the file itself say nothing. */
function outputOf(state: State, metadata: Fields, diff: string | undefined): string {
  const output = 'output' in state ? text(state.output) : text(metadata['output']);
  return diff === undefined ? (output ?? '') : '';
}
