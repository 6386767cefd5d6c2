import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are held at this moment; of what waits to be let go some may be among them. */
export function heldNow(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Bytes that are held now, after everything was let go that nobody holds. */
export async function heldBytes(): Promise<number> {
  for (let turns = 0; turns < 2; turns++) {
    await new Promise(resolve => setImmediate(resolve));
    collect();
  }
  await new Promise(resolve => setImmediate(resolve));
  return heldNow();
}
