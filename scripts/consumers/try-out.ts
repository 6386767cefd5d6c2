import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from './command.js';
import { bringsFetch, promised, type Consumer } from './consumers.js';
import type { AngularVersion } from './options.js';

const PROJECTS = fileURLToPath(new URL('projects', import.meta.url));

/** npm as somebody has it who installs the package in a project of his own. */
const INSTALL = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline', '--loglevel=error'];

/** Makes a project beside the packed package, installs it there, and uses it. Errors when anything is not as promised. */
export async function tryOut(consumer: Consumer, place: string, angular: AngularVersion): Promise<void> {
  const project = join(place, consumer.name);
  await makeProject(consumer, project, angular);
  await command(project, 'npm', ...INSTALL);
  for (const step of consumer.build) {
    const said = await command(project, ...step);
    if (/\bwarning\b/i.test(said)) throw new Error(`${step.join(' ')} warns\n${said}`);
  }
  if (consumer.bundle !== undefined) await checkBundle(join(project, consumer.bundle));
  const printed = await command(project, ...consumer.run);
  if (printed.trim() !== promised(consumer)) throw new Error(`it printed\n${printed}instead of\n${promised(consumer)}`);
}

async function makeProject(consumer: Consumer, project: string, angular: AngularVersion): Promise<void> {
  await cp(join(PROJECTS, consumer.folder), project, { recursive: true });
  await cp(join(PROJECTS, 'program.ts'), join(project, consumer.program));
  const manifest = join(project, 'package.json');
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replaceAll('ANGULAR', angular.angular).replaceAll('TYPESCRIPT', angular.typescript));
}

async function checkBundle(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.js'));
  if (names.length === 0) throw new Error(`nothing was built in ${folder}`);
  for (const name of names)
    if (bringsFetch(await readFile(join(folder, name), 'utf8'))) throw new Error(`${name} brings a fetch of its own`);
}
