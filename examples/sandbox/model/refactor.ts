import { bash, read, reasoning, script, step, task, text, todowrite, tool, write, type Script } from './script.js';

const BEFORE = `export function greet(name: string): string {
  if (name == '') {
    return 'Hello, stranger!';
  } else {
    return 'Hello, ' + name + '!';
  }
}
`;

const EDIT = {
  filePath: 'greet.ts',
  oldString: BEFORE,
  newString: "export const greet = (name: string): string => `Hello, ${name || 'stranger'}!`;\n",
};

const SUMMARY = `## What changed

\`greet.ts\` is one expression now; it says the same as before.

- the comparison was loose (\`==\`), and is gone
- no string is put together with \`+\` any more
- **nothing else** calls it, so nothing else changed

\`\`\`ts
greet('Ada'); // Hello, Ada!
greet(''); // Hello, stranger!
\`\`\`

| check | result |
| ----- | -----: |
| types |     ok |
| lines |  7 → 1 |

1. Read it once more.
2. Commit it.
`;

const work = (look: string, change: string, check: string): ReturnType<typeof todowrite> =>
  todowrite({ 'Find who calls greet()': look, 'Make it one expression': change, 'Check the result': check });

/** What the sub-agent of the refactoring does. */
export const survey: Script = script(
  step(reasoning('I am to find the callers.'), bash('ls *.ts', 'List the sources')),
  step(read('greet.ts')),
  step(text('`greet()` is exported from `greet.ts` and nobody calls it yet.')),
);

/** A small refactoring: a plan, a file, a sub-agent that asks for leave, an edit, a check, and a summary with marks. */
export const refactor: Script = script(
  step(
    reasoning('A small job, but it wants care: first see who uses the function, then change it, then look again.'),
    text('I begin with a plan, and put the function where we can see it.'),
    work('in_progress', 'pending', 'pending'),
    write('greet.ts', BEFORE),
  ),
  step(
    text('A sub-agent looks for callers meanwhile.'),
    task('Find everything that calls greet(). SCENARIO:survey', 'Find the callers of greet()'),
  ),
  step(work('completed', 'in_progress', 'pending'), tool('edit', EDIT)),
  step(work('completed', 'completed', 'in_progress'), bash('wc -l greet.ts && cat greet.ts', 'Check the result')),
  step(work('completed', 'completed', 'completed')),
  step(reasoning('All done.'), text(SUMMARY)),
);
