import { startSandbox, type Sandbox, type ScriptedModelOptions } from '../../../examples/sandbox/index.js';
import { rest, warmUp } from '../sandbox.js';

let running: Sandbox | undefined;

/** The sandbox of this worker: started by whoever is first, with a turn behind it and nothing left of its last borrower. */
export async function lendSandbox(options: Pick<ScriptedModelOptions, 'delay'>): Promise<Sandbox> {
  const sandbox = (running ??= await startSandbox({ unref: true }));
  await clear(sandbox).catch(() => clearAnew(sandbox));
  sandbox.model.reset(options);
  await warmUp(sandbox);
  return sandbox;
}

/** The last borrower may have killed the server. */
async function clearAnew(sandbox: Sandbox): Promise<void> {
  await sandbox.restart();
  await clear(sandbox);
}

/** Ends what still runs, refuses what is still asked (an abort leaves it in the list) and removes every session. */
async function clear(sandbox: Sandbox): Promise<void> {
  const busy = await rest<Readonly<Record<string, unknown>>>(sandbox, 'GET', '/session/status');
  await Promise.all(Object.keys(busy).map(id => rest(sandbox, 'POST', `/session/${id}/abort`)));
  await forEach(sandbox, '/question', id => rest(sandbox, 'POST', `/question/${id}/reject`));
  await forEach(sandbox, '/permission', id => rest(sandbox, 'POST', `/permission/${id}/reply`, { reply: 'reject' }));
  await forEach(sandbox, '/session?roots=true&limit=10000', id => rest(sandbox, 'DELETE', `/session/${id}`));
}

/** Does it to all of a list, at once. */
async function forEach(sandbox: Sandbox, list: string, act: (id: string) => Promise<unknown>): Promise<void> {
  const listed = await rest<readonly { readonly id: string }[]>(sandbox, 'GET', list);
  await Promise.all(listed.map(({ id }) => act(id)));
}
