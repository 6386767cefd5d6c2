// Tries every property on what chance makes: bytes and frames, events to the fold, the operators, a turn and live views,
// answers to every endpoint, random turns and views, and comings and goings. So many runs of each (20 000 unless told
// otherwise; those that take long are tried less often). Prints the seed and the shortest counterexample of what fails.
//   npm run fuzz -- 100000
//   npm run fuzz -- 1000 spec/transport/hostile     one family
//   OPENCODE_RX_SEED=7 npm run fuzz                 the same again
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [runs = '20000', ...chosen] = process.argv.slice(2);
const families = [
  'hostile-',
  'endless-frames',
  'turn/gaps',
  'random-turns',
  'random-views',
  'reply/fold/strangers',
  'slow-subscribers',
  'comings-and-goings',
];
const seed = process.env.OPENCODE_RX_SEED ?? String(Date.now() % 2 ** 31);
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const env = { ...process.env, OPENCODE_RX_FUZZ: runs, OPENCODE_RX_SEED: seed };
console.log(`${runs} runs, OPENCODE_RX_SEED=${seed}`);
const { status } = spawnSync(process.execPath, [jest, '--verbose', ...(chosen.length > 0 ? chosen : families)], {
  stdio: 'inherit',
  env,
});
console.log(`${status === 0 ? 'held' : 'FAILED'}: ${runs} runs, OPENCODE_RX_SEED=${seed}`);
process.exit(status ?? 1);
