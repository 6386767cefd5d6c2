'use strict';

// A watcher beside the server. Its standard input ends when the process that started both is gone, however it went
// (also by SIGKILL): then nobody is left to stop the server, so the watcher does.

const { rmSync } = require('node:fs');

const [pid, folder] = process.argv.slice(2);

process.on('SIGINT', () => {}).on('SIGTERM', () => {});
process.stdin.resume().on('end', () => {
  try {
    process.kill(process.platform === 'win32' ? Number(pid) : -Number(pid), 'SIGKILL');
  } catch {
    // It is gone already.
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});
