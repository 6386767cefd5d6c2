/** Permissions answered by a policy: what is on its list may run, anything else is refused with words. */
import { last, of, switchMap, type Observable } from 'rxjs';
import { OpencodeClient, type CreateSessionOptions, type PermissionDecision } from 'opencode-rx';
import type { PermissionRequest, Reply, ToolReplyPart } from 'opencode-rx';

const COMMANDS = new Set(['git status', 'npm test']);

/**
 * The session asks before it does anything: a server whose configuration says nothing of permissions allows it all. A
 * subagent has rules of its own, so think twice before you allow a `task`.
 */
const ASK: CreateSessionOptions['permission'] = [{ permission: '*', pattern: '*', action: 'ask' }];

/** Some commands may run; anything else is refused, with words that let the agent find another way. */
function decide({ permission, patterns = [] }: PermissionRequest): PermissionDecision {
  const isKnown = patterns.length > 0 && patterns.every(command => COMMANDS.has(command));
  if (permission === 'bash' && isKnown) return { reply: 'once' };
  return { reply: 'reject', message: `Not allowed here: ${permission} ${patterns.join(', ')}` };
}

/** A turn in a new session, whose permissions are decided by the policy. */
const supervised = (client: OpencodeClient, text: string): Observable<Reply> =>
  client
    .createSession({ title: 'Supervised', permission: ASK })
    .pipe(switchMap(({ id }) => client.stream(id, text, { onPermission: request => of(decide(request)) })));

const client = new OpencodeClient(); // reads OPENCODE_BASE_URL and OPENCODE_SERVER_PASSWORD

supervised(client, 'Run "git status", and then run "date".')
  .pipe(last())
  .subscribe({
    next: ({ status, toolParts, fullText }) => {
      const used = toolParts.length > 0 ? toolParts.map(describe) : ['The agent used no tool, so nothing was asked.'];
      console.log([...used, fullText, status].join('\n'));
      process.exitCode = status === 'completed' ? 0 : 1;
    },
    error: (error: unknown) => {
      console.error(String(error));
      process.exitCode = 1;
    },
  });

function describe({ tool, input, status, error }: ToolReplyPart): string {
  return [tool, JSON.stringify(input?.['command']), error ?? status].join(' | ');
}
