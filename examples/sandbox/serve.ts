import { startSandbox } from './index.js';

/** A sandbox to talk to by hand: prints what another terminal needs, and runs until Ctrl-C. */
const sandbox = await startSandbox({ delay: 30 });

console.log(`export OPENCODE_BASE_URL=${sandbox.url}`);
console.log(`export OPENCODE_SERVER_PASSWORD=${sandbox.password}`);
console.log(`# directory ${sandbox.directory}, process group ${String(sandbox.processGroup)}; Ctrl-C stops it`);

const stop = (): void => void sandbox.stop();
process.once('SIGINT', stop).once('SIGTERM', stop);
