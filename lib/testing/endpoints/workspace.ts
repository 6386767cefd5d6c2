import { json } from '../http/answers.js';
import type { Handler } from '../http/endpoint.js';
import type { World } from '../world/world.js';

/** What can be asked about the server and its directory: little, and always the same. */
export function workspaceEndpoints({ directory, agents = ['build', 'plan', 'general'] }: World) {
  const answers = {
    'GET /global/health': { healthy: true, version: 'scripted' },
    'GET /agent': agents.map(name => ({ name, mode: name === 'general' ? 'subagent' : 'primary' })),
    'GET /command': [],
    'GET /config': {},
    'GET /provider': { all: [], default: {}, connected: [] },
    'GET /path': { directory, worktree: directory },
    'GET /project': [{ id: 'global', worktree: directory }],
    'GET /project/current': { id: 'global', worktree: directory },
    'GET /vcs': {},
  };
  const handlers = Object.entries(answers).map(([pattern, answer]) => [pattern, () => json(answer)] as const);
  return Object.fromEntries(handlers) satisfies Readonly<Record<string, Handler>>;
}
