'use strict';

// Runs a server and leaves nothing of it: `node supervise.cjs FOLDER BINARY ARGS…`, with a pipe for standard input.
// `SIGTERM` or `SIGKILL` written to the pipe ends the server that way, and every command it had started. The pipe itself
// ends when the process at its other end is gone, however it went: then nobody is left to stop the server or to remove
// its folder, so this does.

const { spawn } = require('node:child_process');
const { rmSync } = require('node:fs');
const { descendants } = require('./descendants.cjs');

const PATIENCE = 2_000;

const [folder, binary, ...args] = process.argv.slice(2);
const server = spawn(binary, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let family = [];
let orphaned = false;

process.on('SIGINT', () => {}).on('SIGTERM', () => {});

process.stdin.setEncoding('utf8').on('data', end);
process.stdin.on('end', () => {
  orphaned = true;
  end('SIGKILL');
});

server.on('error', error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});

server.on('exit', code => {
  family.forEach(kill);
  if (orphaned) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  process.exit(code ?? 1);
});

function end(signal) {
  family = descendants(server.pid);
  server.kill(signal);
  setTimeout(() => server.kill('SIGKILL'), PATIENCE);
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
