import { of } from 'rxjs';
import type { OpencodeClient, PermissionDecision, PermissionRequest, ReplyStream } from 'opencode-rx';

const COMMANDS = new Set(['git status', 'npm test']);

/** Some commands may run; anything else is refused, with words that let the agent find another way. */
export function decide({ permission, patterns = [] }: PermissionRequest): PermissionDecision {
  if (permission === 'bash' && patterns.every(command => COMMANDS.has(command))) return { reply: 'once' };
  return { reply: 'reject', message: `Not allowed here: ${permission} ${patterns.join(', ')}` };
}

/** A turn whose permissions, its subagents' too, are decided by the policy. */
export const supervised = (client: OpencodeClient, sessionID: string, text: string): ReplyStream =>
  client.stream(sessionID, text, { onPermission: request => of(decide(request)) });
