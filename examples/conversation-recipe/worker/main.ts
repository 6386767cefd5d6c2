import { env, pid, stderr, stdout } from 'node:process';
import { fromEvent, lastValueFrom, merge, take, tap } from 'rxjs';
import { openDatabase } from '../db/open-database.js';
import { wordsOf } from '../job/failure.js';
import { databaseOf } from './database-of.js';
import { lineOf } from './line.js';
import { openServers } from './open-servers.js';
import { work } from './work.js';

/** A worker as a process of its own: generates replies until SIGTERM or Ctrl-C; a second one does not wait. */
async function main(): Promise<void> {
  const servers = openServers(env['OPENCODE_SERVERS']);
  const stop$ = merge(fromEvent(process, 'SIGTERM'), fromEvent(process, 'SIGINT')).pipe(take(1));
  const name = `worker-${pid}`;
  const figures = lease(env['LEASE']);
  const { db, close } = await openDatabase(databaseOf(env));
  const recipe = { db, servers, ...figures };
  stdout.write(`${name} works for ${[...servers.keys()].join(', ')}\n`);
  await lastValueFrom(work(recipe, { name, stop$ }).pipe(tap(worked => stdout.write(`${lineOf(worked)}\n`))), {
    defaultValue: undefined,
  });
  for (const client of servers.values()) client.close();
  await close();
}

/** Throws when it is no number of milliseconds. */
function lease(given: string | undefined): { readonly lease?: number } {
  if (!given) return {};
  if (!/^[1-9]\d*$/.test(given)) throw new TypeError('LEASE must be milliseconds, like 30000');
  return { lease: Number(given) };
}

// Whoever read the log may be gone: the work goes on.
stdout.on('error', () => undefined);

void main().catch((error: unknown) => {
  stderr.write(`${wordsOf(error)}\n`);
  process.exitCode = 1;
});
