import { stdout } from 'node:process';

/** A line of the demo. */
export const say = (line: string): void => void stdout.write(`${line}\n`);
