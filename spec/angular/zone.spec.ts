import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

interface Cost {
  readonly checks: number;
  readonly isBusy: boolean;
}

interface Seen {
  readonly withSignal: Cost;
  readonly withOwnClient: Cost;
  readonly withMark: Cost;
  readonly withField: Cost;
  readonly answersInside: boolean;
  readonly opensInside: readonly boolean[];
}

const CHUNKS = 300;
/** Milliseconds that building and running may take on a busy machine. */
const PATIENCE = 120_000;

let folder: string;
let seen: Seen;

/** zone.js cannot see through `await`; Angular's builder takes it out for that, of libraries too. */
async function bundle(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(__dirname, 'zone-program.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'es2022',
    supported: { 'async-await': false, 'async-generator': false },
    define: { ngDevMode: 'false' },
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opencode-rx-zone-'));
  const program = join(folder, 'program.cjs');
  await bundle(program);
  seen = JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8', timeout: PATIENCE })) as Seen;
}, PATIENCE);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('an application with zone.js', () => {
  it('is checked for each chunk, and never stable, with a client of its own making', () => {
    expect(seen.withOwnClient.checks).toBeGreaterThanOrEqual(CHUNKS);
    expect(seen.withOwnClient.isBusy).toBe(true);
  });

  it('is checked about once a frame, and stable, with the one that is provided: a signal shows the last value', () => {
    expect(seen.withSignal.checks).toBeLessThan(CHUNKS / 10);
    expect(seen.withSignal.isBusy).toBe(false);
  });

  it('is checked as seldom by what marks its view, as the async pipe does', () => {
    expect(seen.withMark.checks).toBeLessThan(CHUNKS / 10);
    expect(seen.withMark.isBusy).toBe(false);
  });

  it('is checked for each value that enters the zone, which shows it in a plain field', () => {
    expect(seen.withField.checks).toBeGreaterThanOrEqual(CHUNKS);
    expect(seen.withField.isBusy).toBe(false);
  });

  it('hears the answer to a request where it was sent', () => {
    expect(seen.answersInside).toBe(true);
  });

  it('opens dialogs inside', () => {
    expect(seen.opensInside).toEqual([true]);
  });
});
