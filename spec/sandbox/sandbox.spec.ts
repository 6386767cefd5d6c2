import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bash, scripted, startSandbox, step, text, type Sandbox } from '../../examples/sandbox/index.js';
import {
  eventually,
  plainPrompt,
  plainSession,
  plainTurn,
  rest,
  storedMessages,
  useSandbox,
} from '../support/sandbox.js';

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const options = { config: { permission: { bash: 'allow' } } };

/** Begins a turn whose command goes on for long; the command's process. */
async function runForLong(sandbox: Sandbox): Promise<number> {
  const note = join(sandbox.directory, 'pid');
  const prompt = scripted('Go', step(bash('echo $$ > pid.new && mv pid.new pid && exec sleep 300')));
  await plainPrompt(sandbox, await plainSession(sandbox), prompt);
  await eventually(
    () => Promise.resolve(existsSync(note)),
    there => there,
  );
  const pid = Number(await readFile(note, 'utf8'));
  expect(alive(pid)).toBe(true);
  return pid;
}

const untilDead = (pid: number) =>
  eventually(
    () => Promise.resolve(alive(pid)),
    still => !still,
  );

describe('startSandbox', () => {
  const sandbox = useSandbox(options);

  it('is a real server, in a directory of its own', async () => {
    const { directory } = await rest<{ directory: string }>(sandbox(), 'GET', '/path');
    expect(directory).toBe(sandbox().directory);
    expect(await rest(sandbox(), 'GET', '/global/health')).toMatchObject({ healthy: true });
  });

  it('lets nobody in without the password', async () => {
    expect((await fetch(`${sandbox().url}/session`)).status).toBe(401);
  });

  it('plays a turn whose tokens and cost are real', async () => {
    const session = await plainSession(sandbox());
    const { info, parts } = await plainTurn(sandbox(), session, scripted('Go', step(text('one two three'))));
    expect(parts.find(part => part.type === 'text')?.text).toBe('one two three');
    expect(info['cost']).toBeGreaterThan(0);
    expect(info['tokens']).toMatchObject({ output: 3 });
  });

  it('has its server install nothing', async () => {
    await plainTurn(sandbox(), await plainSession(sandbox()), scripted('Go', step(text('one'))));
    const home = join(dirname(sandbox().directory), 'home');
    expect(await readdir(home)).not.toContain('.npm');
    expect(await readdir(join(home, 'config', 'opencode', 'node_modules'))).toEqual([]);
  });

  it('keeps port and state, but no command that runs, when it is killed and started again', async () => {
    const { url } = sandbox();
    const session = await plainSession(sandbox());
    await plainTurn(sandbox(), session, scripted('Remember', step(text('this'))));
    const pid = await runForLong(sandbox());
    await sandbox().kill();
    await expect(fetch(url)).rejects.toThrow();
    await untilDead(pid);
    await sandbox().restart();
    expect(sandbox().url).toBe(url);
    expect(await storedMessages(sandbox(), session)).toHaveLength(2);
  });

  it('says what the server printed', () => {
    expect(sandbox().serverLog()).toContain(`listening on ${sandbox().url}`);
  });
});

describe('stopping a sandbox', () => {
  afterEach(() => jest.restoreAllMocks());

  it('leaves no process, no port and no file, also in the middle of a turn and of a command', async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'opencode-temporary-'));
    jest.replaceProperty(process, 'env', { ...process.env, TMPDIR: temporary });
    const sandbox = await startSandbox(options);
    const pid = await runForLong(sandbox);
    const { processGroup = 0, url, directory } = sandbox;
    await plainPrompt(sandbox, await plainSession(sandbox), scripted('Wait', step({ wait: 'for ever' })));
    await sandbox.model.reached('for ever');
    await sandbox.stop();
    expect(alive(-processGroup)).toBe(false);
    await untilDead(pid);
    expect(existsSync(dirname(directory))).toBe(false);
    expect(await readdir(temporary)).toEqual([]);
    await rmdir(temporary);
    await expect(fetch(url)).rejects.toThrow();
    await expect(fetch(`${sandbox.model.url}/models`)).rejects.toThrow();
  }, 60_000);
});

describe('a server that does not start', () => {
  it('is told with its last words, and leaves nothing', async () => {
    await expect(startSandbox({ binary: process.execPath })).rejects.toThrow(/exited early.*Cannot find module/s);
    await expect(startSandbox({ binary: '/no/such/binary' })).rejects.toThrow(/exited early.*ENOENT/s);
  });
});
