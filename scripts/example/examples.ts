import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { closest } from '../../lib/rest/closest.js';

/** A program of one file that shows one thing. */
export interface Example {
  readonly name: string;
  readonly file: string;
  /** What it shows, in a sentence. */
  readonly shows: string;
}

/** The examples in a folder: the files that begin by saying what they show. */
export async function readExamples(folder: string): Promise<readonly Example[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.ts'));
  const examples = await Promise.all(names.sort().map(name => readExample(join(folder, name))));
  return examples.filter(({ shows }) => shows !== '');
}

async function readExample(file: string): Promise<Example> {
  const [, header = ''] = /^\/\*\*([^]*?)\*\//.exec(await readFile(file, 'utf8')) ?? [];
  const [, shows = ''] = /^\s*(.*?)\.(?= |$)/.exec(header.replace(/\s+\*?\s*/g, ' ')) ?? [];
  return { name: basename(file, '.ts'), file, shows };
}

/** Finds an example by its name or path; throws with the nearest name, or all of them, when there is none. */
export function findExample(examples: readonly Example[], given: string): Example {
  const name = basename(given, '.ts');
  const example = examples.find(candidate => candidate.name === name);
  if (example !== undefined) return example;
  const names = examples.map(candidate => candidate.name);
  const near = names.filter(candidate => closest(name, [candidate]) !== undefined || candidate.includes(name));
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `There is ${names.join(', ')}.`;
  throw new Error(`There is no example ${JSON.stringify(given)}. ${hint}`);
}

/** A line for each example. */
export function listOf(examples: readonly Example[]): string {
  const width = Math.max(...examples.map(({ name }) => name.length));
  return examples.map(({ name, shows }) => `  ${name.padEnd(width)}  ${shows}`).join('\n');
}
