// Plays that many random turns, to one who follows it and through live views (20 000 unless told otherwise), and prints the seed and the shortest story that fails:
//   npm run fuzz -- 100000
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [runs = '20000'] = process.argv.slice(2);
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const env = { ...process.env, OPENCODE_RX_FUZZ: runs };
const { status } = spawnSync(process.execPath, [jest, 'spec/turn/random-turns', 'spec/views/random-views'], {
  stdio: 'inherit',
  env,
});
process.exit(status ?? 1);
