import { filter, firstValueFrom } from 'rxjs';
import { extractText, type OpencodeClient } from 'opencode-rx';

/** Waits until a session is at rest, whoever keeps it busy, and gives what was said last. */
export async function lastWords(client: OpencodeClient, sessionID: string): Promise<string> {
  const view = client.session(sessionID);
  await firstValueFrom(view.status$.pipe(filter(({ type }) => type === 'idle')));
  const last = (await firstValueFrom(view.messages$)).at(-1);
  return last === undefined ? '' : extractText(last);
}
