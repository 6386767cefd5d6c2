import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstValueFrom, of } from 'rxjs';
import { bash, isAtLeast, question, scripted, SCRIPTED_MODEL, step, text } from '../../examples/sandbox/index.js';
import { PromptNotFoundError, ProtocolError, ServerError, UnauthorizedError } from '../../lib/errors.js';
import * as rest from '../../lib/rest/index.js';
import type { TextMatch } from '../../lib/wire/index.js';
import { needs } from '../support/needs.js';
import { eventually } from '../support/sandbox.js';
import { errorOf, usePlainHttp } from '../support/plain-http.js';

const { sandbox, http, newSession } = usePlainHttp();

/** The server searches with ripgrep, and answers 500 where it neither finds nor can fetch one: then undefined. */
const textMatches = async (pattern: string): Promise<readonly TextMatch[] | undefined> => {
  const answer = await firstValueFrom(rest.findText(http(), pattern)).catch((error: unknown) => error);
  if (Array.isArray(answer)) return answer as TextMatch[];
  expect(answer).toBeInstanceOf(ServerError);
  return undefined;
};

describe('questions and permissions', () => {
  it('are listed and answered', async () => {
    const id = await newSession();
    const ask = step(question('Which color?', ['Red', 'Blue']));
    await firstValueFrom(
      rest.sendMessageAsync(http(), id, scripted('Ask.', ask, step(bash('echo hi')), step(text('done')))),
    );
    const [asked] = await eventually(
      () => firstValueFrom(rest.listQuestions(http())),
      all => all.length > 0,
    );
    expect(asked).toMatchObject({ sessionID: id, questions: [{ question: 'Which color?' }] });
    expect(await firstValueFrom(rest.replyQuestion(http(), asked?.id ?? '', [['Red']]))).toBe(true);
    const [permission] = await eventually(
      () => firstValueFrom(rest.listPermissions(http(), { directory: sandbox().directory })),
      all => all.length > 0,
    );
    expect(permission).toMatchObject({ sessionID: id, permission: 'bash' });
    expect(await firstValueFrom(rest.replyPermission(http(), permission?.id ?? '', 'once'))).toBe(true);
  });

  it('are rejected', async () => {
    const id = await newSession();
    await firstValueFrom(rest.sendMessageAsync(http(), id, scripted('Ask.', step(question('Really?', ['Yes'])))));
    const [asked] = await eventually(
      () => firstValueFrom(rest.listQuestions(http())),
      all => all.length > 0,
    );
    expect(await firstValueFrom(rest.rejectQuestion(http(), asked?.id ?? ''))).toBe(true);
    expect(
      await eventually(
        () => firstValueFrom(rest.listQuestions(http())),
        all => all.length === 0,
      ),
    ).toEqual([]);
  });

  it('are gone afterwards, and from another directory', async () => {
    needs(sandbox(), 'a 404 for a question or permission that is settled');
    const elsewhere = { directory: '/' };
    for (const run of [
      () => rest.replyQuestion(http(), 'que_gone', [[]]),
      () => rest.rejectQuestion(http(), 'que_gone', elsewhere),
      () => rest.replyPermission(http(), 'per_gone', 'always', { message: 'x' }),
    ]) {
      expect(await errorOf(firstValueFrom(run()))).toBeInstanceOf(PromptNotFoundError);
    }
  });
});

describe('the workspace', () => {
  it('tells what there is', async () => {
    expect(await firstValueFrom(rest.health(http()))).toMatchObject({ healthy: true });
    expect((await firstValueFrom(rest.agents(http()))).map(({ name }) => name)).toContain('build');
    expect((await firstValueFrom(rest.commands(http()))).map(({ name }) => name)).toContain('init');
    expect((await firstValueFrom(rest.providers(http()))).connected).toContain('scripted');
    expect((await firstValueFrom(rest.config(http()))).model).toBe(SCRIPTED_MODEL);
    const current = await firstValueFrom(rest.currentProject(http()));
    expect((await firstValueFrom(rest.projects(http()))).map(({ id }) => id)).toContain(current.id);
    expect((await firstValueFrom(rest.path(http()))).directory).toBe(sandbox().directory);
    expect(await firstValueFrom(rest.vcs(http()))).toEqual(expect.any(Object));
  });

  it('lists, reads and finds files', async () => {
    writeFileSync(join(sandbox().directory, 'needle.txt'), 'a needle in here\n');
    expect((await firstValueFrom(rest.listFiles(http(), '.'))).map(({ name }) => name)).toContain('needle.txt');
    expect((await firstValueFrom(rest.readFile(http(), 'needle.txt'))).content).toContain('a needle');
    expect(await firstValueFrom(rest.fileStatus(http()))).toEqual(expect.any(Array));
    expect(await firstValueFrom(rest.findSymbols(http(), 'needle'))).toEqual([]);
    const found = await textMatches('needle in');
    expect(found === undefined || found.some(({ path }) => path?.text === 'needle.txt')).toBe(true);
    needs(sandbox(), 'finding files without ripgrep');
    await eventually(
      () => firstValueFrom(rest.findFiles(http(), 'needle', { type: 'file', dirs: false, limit: 3 })),
      files => files.includes('needle.txt'),
    );
  });

  it('is asked anything else by request', async () => {
    expect(await firstValueFrom(rest.customRequest(http(), 'GET', '/skill'))).toEqual(expect.any(Array));
    const noApi = await errorOf(firstValueFrom(rest.customRequest(http(), 'GET', '/no/such/endpoint')));
    // Older servers pass on to a website what they do not know, and answer 500 where they cannot reach it.
    expect(noApi).toBeInstanceOf(isAtLeast(sandbox().version, '1.14') ? ProtocolError : ServerError);
  });

  it('lets nobody in with a wrong password', async () => {
    const error = await errorOf(
      firstValueFrom(rest.config(http({ headers: () => of({ authorization: 'Basic eDp5' }) }))),
    );
    expect(error).toBeInstanceOf(UnauthorizedError);
    expect(String(error)).toMatch(
      /^UnauthorizedError: GET \/config: (HTTP status 401|Unauthorized \(401\))\. Is the password right\? /,
    );
  });
});
