import { env, pid, stderr, stdout } from 'node:process';
import { fromEvent, lastValueFrom, merge, take, tap } from 'rxjs';
import { openDatabase } from '../db/open-database.js';
import { wordsOf } from '../job/failure.js';
import { lineOf } from './line.js';
import { openServers } from './open-servers.js';
import { work } from './work.js';

/** A worker as a process of its own: generates replies until SIGTERM or Ctrl-C; a second one does not wait. */
async function main(): Promise<void> {
  const servers = openServers(env['OPENCODE_SERVERS']);
  const { db, close } = await openDatabase({ folder: env['PGLITE_FOLDER'] });
  const stop$ = merge(fromEvent(process, 'SIGTERM'), fromEvent(process, 'SIGINT')).pipe(take(1));
  const name = `worker-${pid}`;
  const recipe = { db, servers, ...(env['LEASE'] && { lease: Number(env['LEASE']) }) };
  stdout.write(`${name} works for ${[...servers.keys()].join(', ')}\n`);
  await lastValueFrom(work(recipe, { name, stop$ }).pipe(tap(worked => stdout.write(`${lineOf(worked)}\n`))), {
    defaultValue: undefined,
  });
  for (const client of servers.values()) client.close();
  await close();
}

void main().catch((error: unknown) => {
  stderr.write(`${wordsOf(error)}\n`);
  process.exitCode = 1;
});
