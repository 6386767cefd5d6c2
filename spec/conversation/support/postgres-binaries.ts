import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';

/** Where Debian's packages put them, a folder for each major version. */
const DEBIAN = '/usr/lib/postgresql';

const TOLD = `These specs need PostgreSQL, and none was found here.
Install it (on Debian: apt-get install postgresql), or set DATABASE_URL to one where this user may create databases.`;

/** The folder of `initdb` and `postgres`. Throws where there is none, saying what to do. */
export function postgresBinaries(): string {
  const folders = [...configured(), ...packaged(), ...(env['PATH'] ?? '').split(delimiter)];
  const found = folders.find(folder => ['initdb', 'postgres'].every(name => existsSync(join(folder, name))));
  if (found === undefined) throw new Error(TOLD);
  return found;
}

function configured(): readonly string[] {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: 'pipe' }).trim()];
  } catch {
    return [];
  }
}

/** Newest first. */
function packaged(): readonly string[] {
  if (!existsSync(DEBIAN)) return [];
  const versions = readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one));
  return versions.map(version => join(DEBIAN, version, 'bin'));
}
