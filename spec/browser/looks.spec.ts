import {
  bash,
  question,
  reasoning,
  script,
  step,
  text,
  todowrite,
  tool,
  wait,
  write,
  type Script,
} from '../../examples/sandbox/index.js';
import { rest } from '../support/sandbox.js';
import { seriousFindings } from './support/accessibility.js';
import type { Dashboard } from './support/dashboard.js';
import { screenshot } from './support/screenshot.js';
import { useDashboard, type OpenOptions } from './support/use-dashboard.js';

const stage = useDashboard();

const PROMPT = 'Write a greeting, please.';

const EXPLAINED = `Done. The greeting is in \`greet.ts\`:

1. It takes a **name**.
2. It returns a sentence.

\`\`\`ts
console.log(greet('you'));
\`\`\`
`;

const todos = (first: string, second: string) => todowrite({ 'Write the greeting': first, 'Explain it': second });

/** A turn with something of everything, that stands at a gate of that name before its last words. */
const everything = (gate: string): Script =>
  script(
    step(
      reasoning('A function will do. I look first, then ask for the words.'),
      text('I look around first.'),
      todos('in_progress', 'pending'),
    ),
    step(bash('ls -la', 'List the files')),
    step(question('How shall it begin?', ['Hello', 'Good day', 'Ahoy'])),
    step(write(`greet-${gate}.ts`, `export const greet = (name: string) => 'Hello ' + name;\n`)),
    step(tool('edit', { filePath: `greet-${gate}.ts`, oldString: `'Hello ' + name`, newString: '`Hello, ${name}!`' })),
    step(todos('completed', 'in_progress'), tool('read', { filePath: 'missing.txt' })),
    step(text('Now I explain it. ', { delay: 1 }), wait(gate), text(EXPLAINED)),
  );

type Look = (state: string) => Promise<void>;

async function deleteSessions(): Promise<void> {
  const { sandbox } = stage();
  for (const { id } of await rest<{ id: string }[]>(sandbox, 'GET', '/session')) {
    await rest(sandbox, 'DELETE', `/session/${id}`);
  }
}

/** The page as it is used: all its states but those of trouble. */
async function useIt(page: Dashboard, gate: string, look: Look): Promise<void> {
  await page.says('Connected');
  await page.page.getByRole('heading', { name: 'No sessions yet' }).waitFor();
  await look('empty');
  await page.openMenu();
  await page.button('New session').click();
  stage().sandbox.model.on(PROMPT, everything(gate));
  await page.send(PROMPT);
  await page.dialog('Permission').waitFor();
  await look('permission');
  await page.page.keyboard.press('Escape');
  await page.button('Attention, 1 waiting').click();
  await page.region('Attention').getByRole('button', { name: 'Answer' }).waitFor();
  await look('attention');
  await page.region('Attention').getByRole('button', { name: 'Answer' }).click();
  await page.dialog('Permission').getByRole('button', { name: 'Allow once' }).click();
  await page.dialog('Question').waitFor();
  await page.dialog('Question').getByRole('radio', { name: 'Hello' }).check();
  await look('question');
  await page.dialog('Question').getByRole('button', { name: 'Answer' }).click();
  await page.log.getByText('Now I explain it.').waitFor();
  await look('working');
  stage().sandbox.model.release(gate);
  await page.log.getByText('It returns a sentence.').waitFor();
  await page.turnIsOver();
  await look('conversation');
  await page.openMenu();
  await look('sessions');
  await page.page.keyboard.press('Escape');
}

async function loseTheLine(page: Dashboard, look: Look): Promise<void> {
  page.complaints.expectFailedRequests();
  await stage().proxy.down();
  await page.says('Reconnecting');
  await look('reconnecting');
  await stage().proxy.up();
  await page.says('Connected');
}

async function beRefused(options: OpenOptions, look: (page: Dashboard) => Promise<void>): Promise<void> {
  const page = await stage().open({ ...options, config: { password: 'not this one' } });
  page.complaints.expectFailedRequests();
  await page.page
    .getByRole('alert')
    .filter({ hasText: /password/i })
    .waitFor();
  await look(page);
}

const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };

describe('how the page looks', () => {
  it.each([
    { name: 'wide', viewport: wide, colorScheme: 'light' },
    { name: 'wide-dark', viewport: wide, colorScheme: 'dark' },
    { name: 'narrow', viewport: narrow, colorScheme: 'light' },
    { name: 'narrow-dark', viewport: narrow, colorScheme: 'dark' },
  ] as const)('$name: is seen by a person, and has no serious finding of axe', async ({ name, ...options }) => {
    const findings: Record<string, readonly string[]> = {};
    const looker = (page: Dashboard) => async (state: string) => {
      await screenshot(page.page, `${name}-${state}`);
      findings[state] = await seriousFindings(page.page);
      expect(await overflow(page)).toBe(0);
    };
    await deleteSessions();
    const page = await stage().open(options);
    await useIt(page, name, looker(page));
    await loseTheLine(page, looker(page));
    await beRefused(options, refused => looker(refused)('wrong-password'));
    expect(Object.entries(findings).filter(([, found]) => found.length > 0)).toEqual([]);
  });
});

/** Pixels by which the page is wider than its window. */
function overflow({ page }: Dashboard): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
