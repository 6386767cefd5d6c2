import {
  bash,
  question,
  reasoning,
  scenarios,
  script,
  step,
  text,
  todowrite,
  tool,
  write,
  type Script,
  type Step,
} from '../../examples/sandbox/index.js';

/** A session that is there when the page is opened. */
export interface Scene {
  readonly title: string;
  readonly prompt: string;
  readonly script: Script;
  /** Whether its turn ends by itself, or waits for the human who opens the page. */
  readonly ends: boolean;
}

const OVERVIEW = `A session is a conversation, and the page keeps three things beside it:

- **what waits for you**, in every session at once
- the todo list of the agent, as it ticks off
- what a turn has cost

All of it comes over one connection:

\`\`\`ts
const client = new OpencodeClient({ baseUrl });
client.sessions$.subscribe(sessions => show(sessions));
\`\`\`
`;

const GREETING = `export function hello(name: string): string {
  return 'Hello ' + name;
}
`;

const plan = (write: string, polish: string): Step[number] =>
  todowrite({ 'Write hello()': write, 'Use a template string': polish });

const edit = (filePath: string, oldString: string, newString: string): Step[number] =>
  tool('edit', { filePath, oldString, newString });

/** Oldest first. */
export const scenes: readonly Scene[] = [
  {
    title: 'What this page shows',
    prompt: 'What does this page show me?',
    script: script(step(reasoning('A newcomer. Short, then.'), text(OVERVIEW, { delay: 0 }))),
    ends: true,
  },
  {
    title: 'Write a greeting',
    prompt: 'Write a function that greets somebody.',
    script: script(
      step(reasoning('One file will do.'), plan('in_progress', 'pending'), write('hello.ts', GREETING)),
      step(plan('completed', 'in_progress'), edit('hello.ts', `'Hello ' + name`, '`Hello, ${name}!`')),
      step(plan('completed', 'completed')),
      step(text('`hello.ts` has it. It says the name with a comma before it, and means it.', { delay: 0 })),
    ),
    ends: true,
  },
  {
    title: 'Which license?',
    prompt: 'Choose a license for this project.',
    script: script(
      step(text('That is yours to say.'), question('Which license shall it be?', ['MIT', 'Apache-2.0', 'None yet'])),
      step(text('Noted.')),
    ),
    ends: false,
  },
  {
    title: 'Count the files',
    prompt: 'How many files are here?',
    script: script(step(text('I will count them.'), bash('ls | wc -l', 'Count the files')), step(text('That many.'))),
    ends: false,
  },
];

/** What the scripted model can be asked for beside them; the page offers these prompts. */
export const offers: readonly Pick<Scene, 'prompt' | 'script'>[] = [
  { prompt: 'Show me around, please.', script: scenarios['tour'] ?? script() },
  { prompt: 'Tidy up greet(), and check who calls it.', script: scenarios['refactor'] ?? script() },
];
