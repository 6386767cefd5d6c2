import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bash, drop, fail, question, read, script, scripted, step, task, text, todowrite, tool, write, type Step,
} from '../../examples/sandbox/index.js'; // prettier-ignore
import { eventually, plainPrompt, plainSession, rest, storedMessages, borrowSandbox } from '../support/sandbox.js';

interface Asked {
  readonly id: string;
  readonly sessionID: string;
}

const sandbox = borrowSandbox({ delay: 0 });

/** Runs a turn, answering nothing; what it stored, one line a part. */
async function turn(...steps: Step[]): Promise<string[]> {
  const session = await plainSession(sandbox());
  await plainPrompt(sandbox(), session, scripted('Go', ...steps));
  return ended(session);
}

/** Starts a turn that asks. */
async function asking(kind: 'permission' | 'question', asks: number, ...steps: Step[]) {
  const session = await plainSession(sandbox());
  await plainPrompt(sandbox(), session, scripted('Go', ...steps));
  const asked = await eventually(
    () => rest<readonly Asked[]>(sandbox(), 'GET', `/${kind}`),
    list => list.length === asks,
  );
  return { session, asked };
}

async function ended(session: string): Promise<string[]> {
  const messages = await eventually(
    () => storedMessages(sandbox(), session),
    list =>
      list.at(-1)?.info['error'] !== undefined || ['stop', 'length'].includes(String(list.at(-1)?.info['finish'])),
  );
  return messages.slice(1).flatMap(({ info, parts }) => [
    ...parts.flatMap(part => {
      const state = part['state'] as { status: string } | undefined;
      if (part.type === 'tool') return [`${String(part['tool'])} ${String(state?.status)}`];
      return part.type === 'text' ? [`text ${String(part.text)}`] : [];
    }),
    ...(info['error'] === undefined ? [] : [(info['error'] as { name: string }).name]),
  ]);
}

const reply = (id: string, answer = 'once'): Promise<unknown> =>
  rest(sandbox(), 'POST', `/permission/${id}/reply`, { reply: answer });

describe('a scripted turn on the real server', () => {
  it('runs tools that ask nobody', async () => {
    const said = await turn(step(todowrite({ a: 'pending' }), write('sub/note.md', 'hey')), step(text('ok')));
    expect(said).toEqual(['todowrite completed', 'write completed', 'text ok']);
    expect(await readFile(join(sandbox().directory, 'sub/note.md'), 'utf8')).toBe('hey');
  });

  it('has tools that fail, and tools that are not there', async () => {
    expect(await turn(step(read('nope.txt')), step(tool('nope')))).toEqual([
      'read error',
      'invalid completed',
      'text Done.',
    ]);
  });

  it('asks a permission for each command, two of them at once', async () => {
    const { session, asked } = await asking('permission', 2, step(bash('echo 1'), bash('echo 2')));
    await Promise.all(asked.map(({ id }) => reply(id)));
    expect(await ended(session)).toEqual(['bash completed', 'bash completed', 'text Done.']);
  });

  it('asks a question', async () => {
    const { session, asked } = await asking('question', 1, step(question('Go on?', ['Yes', 'No'])));
    await rest(sandbox(), 'POST', `/question/${String(asked[0]?.id)}/reply`, { answers: [['Yes']] });
    expect(await ended(session)).toEqual(['question completed', 'text Done.']);
  });

  it('has children, and children of children, with permissions of their own', async () => {
    const child = script(step(task(script(step(bash('echo deep'))))));
    const { session, asked } = await asking('permission', 1, step(task(child)));
    expect(asked[0]?.sessionID).not.toBe(session);
    await reply(String(asked[0]?.id));
    expect(await ended(session)).toEqual(['task completed', 'text Done.']);
  });

  it('fails for good, or for a while', async () => {
    expect(await turn(step(fail(401)))).toEqual(['APIError']);
    expect(await turn(step(fail(429, { times: 2 }), text('at last')))).toEqual(['text at last']);
  });

  it('loses the connection and is asked again', async () => {
    expect((await turn(step(text('half'), drop(), text(' whole')))).at(-1)).toBe('text half whole');
  });
});
