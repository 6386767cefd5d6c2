import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { kill, pid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Gives a folder free again. */
export type Unlock = () => Promise<void>;

/** What this process has locked, or is about to. */
const ours = new Set<string>();

/** Tries, and milliseconds between two of them, to remove what a process has left, while another one does. */
const TRIES = 250;
const PAUSE = 20;

/**
 * Keeps a folder to this process: PGlite does not notice that another one writes there too, and both ruin it. A lock whose
 * process is gone, however it went, is none. Rejects when the folder is taken.
 */
export async function lockFolder(folder: string): Promise<Unlock> {
  const file = `${folder}.lock`;
  if (ours.has(file)) throw taken(file, pid);
  ours.add(file);
  try {
    await makeFile(file);
  } catch (error) {
    ours.delete(file);
    throw error;
  }
  return async () => {
    await rm(file, { force: true });
    ours.delete(file);
  };
}

async function makeFile(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  for (let tries = 0; !(await linkFile(file)); tries++) {
    if (tries === TRIES) throw new Error(`${file} is left from another process: remove it, and ${file}.removing`);
    if (await isLeft(file)) await removeAlone(file);
  }
}

/** Whether the file was not there; it has its content from the beginning. */
async function linkFile(file: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, String(pid));
  try {
    return await link(draft, file).then(() => true, unless('EEXIST', false));
  } finally {
    await rm(draft);
  }
}

/** Of several who find what was left, the second might remove what the first has made. */
async function removeAlone(file: string): Promise<void> {
  const removing = `${file}.removing`;
  const isAlone = await mkdir(removing).then(() => true, unless('EEXIST', false));
  if (!isAlone) return sleep(PAUSE);
  try {
    if (await isLeft(file)) await rm(file);
  } finally {
    await rmdir(removing);
  }
}

/** Whether nobody has the lock that is there. Rejects when somebody has. */
async function isLeft(file: string): Promise<boolean> {
  const content = await readFile(file, 'utf8').catch(unless('ENOENT', undefined));
  if (content === undefined) return false;
  const owner = Number(content);
  // A process of our id that is not this one was in a container before it.
  if (owner > 0 && owner !== pid && isRunning(owner)) throw taken(file, owner);
  return true;
}

function isRunning(owner: number): boolean {
  try {
    return kill(owner, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

const taken = (file: string, owner: number): Error =>
  new Error(
    `process ${owner} has ${file.replace(/\.lock$/, '')} open, and PGlite serves one process: set DATABASE_URL to a ` +
      `PostgreSQL for several (or remove ${file}, if that process is something else)`,
  );

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** What to do with an error: it is the value when it has the code, else it goes on. */
const unless =
  <T>(code: string, value: T) =>
  (error: unknown): T => {
    if (codeOf(error) === code) return value;
    throw error;
  };
