import { randomUUID } from 'node:crypto';
import { startSandbox, type Sandbox } from '../../examples/sandbox/index.js';
import { rehearse, stageOptions } from './scenes.js';

/** Servers with a scripted model, for an example to run on. */
export interface Stage {
  /** What a program needs to know of them: the client reads the first one from the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly urls: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Milliseconds between two words of the model: about as fast as a real one. */
const DELAY = 25;

/** Starts so many servers, all with the same password. */
export async function startStage(servers: number): Promise<Stage> {
  const password = randomUUID();
  const starts = Array.from({ length: servers }, () => startSandbox({ ...stageOptions, password, delay: DELAY }));
  const sandboxes = await allOrNone(starts);
  for (const { model } of sandboxes) rehearse(model);
  const urls = sandboxes.map(({ url }) => url);
  return {
    env: { OPENCODE_BASE_URL: urls[0] ?? '', OPENCODE_SERVER_PASSWORD: password },
    urls,
    stop: () => stopAll(sandboxes),
  };
}

/** Stops those that did start when another one did not. */
async function allOrNone(starts: readonly Promise<Sandbox>[]): Promise<readonly Sandbox[]> {
  try {
    return await Promise.all(starts);
  } catch (error) {
    const settled = await Promise.allSettled(starts);
    await stopAll(settled.flatMap(start => (start.status === 'fulfilled' ? [start.value] : [])));
    throw error;
  }
}

async function stopAll(sandboxes: readonly Sandbox[]): Promise<void> {
  await Promise.all(sandboxes.map(sandbox => sandbox.stop()));
}
