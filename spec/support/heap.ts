import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are held now, after everything was let go that nobody holds. */
export async function heldBytes(): Promise<number> {
  for (let turns = 0; turns < 3; turns++) {
    await new Promise(resolve => setImmediate(resolve));
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
