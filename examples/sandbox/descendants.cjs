'use strict';

// The server's shell commands lead process groups of their own and outlive it: who ends it has to know them before.

const { execFileSync } = require('node:child_process');
const { readdirSync, readFileSync } = require('node:fs');

/** The ids of a process's children, their children, and so on. (Windows has no such list at hand: none.) */
exports.descendants = function descendants(pid, all = processes()) {
  const children = all.filter(([, parent]) => parent === pid).map(([child]) => child);
  return children.flatMap(child => [child, ...descendants(child, all)]);
};

/** Pairs of a process's id and its parent's. */
function processes() {
  if (process.platform === 'win32') return [];
  return process.platform === 'linux' ? listed() : asked();
}

/** Linux containers often lack `ps`. */
function listed() {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  return pids.flatMap(pid => {
    try {
      const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
      return [[Number(pid), Number(parent)]];
    } catch {
      return [];
    }
  });
}

function asked() {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map(line => line.trim().split(/\s+/).map(Number));
}
