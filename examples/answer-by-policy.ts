/** Permissions answered by a policy: what is on its list may run, anything else is refused and the agent told so. */
import { last, switchMap } from 'rxjs';
import { OpencodeClient, type ToolReplyPart } from 'opencode-rx';
import { supervised } from './recipes/permission-policy.js';

const client = new OpencodeClient(); // reads OPENCODE_BASE_URL and OPENCODE_SERVER_PASSWORD

client
  .createSession({ title: 'Supervised' })
  .pipe(
    switchMap(session => supervised(client, session.id, 'What has changed here? Then remove the build folder.')),
    last(),
  )
  .subscribe({
    next: ({ status, toolParts, fullText }) => {
      console.log([...toolParts.map(describe), fullText, status].join('\n'));
      process.exitCode = status === 'completed' ? 0 : 1;
    },
    error: (error: unknown) => {
      console.error(String(error));
      process.exitCode = 1;
    },
  });

const describe = ({ tool, input, status, error }: ToolReplyPart): string =>
  [tool, JSON.stringify(input?.['command']), error ?? status].join(' | ');
