import { lastValueFrom, of } from 'rxjs';
import type { OpencodeClient, Reply } from 'opencode-rx';

/** Runs one prompt to its end, with nobody there to ask; throws when it did not complete. */
export async function runJob(client: OpencodeClient, prompt: string): Promise<Reply> {
  const session = await lastValueFrom(client.createSession({ title: 'Nightly job' }));
  const stream = client.stream(session.id, prompt, {
    streamTimeout: 30 * 60_000,
    onPermission: () => of({ reply: 'reject', message: 'Nobody is here to allow that.' }),
    onQuestion: () => of(null), // without an answer a turn waits for ever: no deadline runs while a human is asked
  });
  const reply = await lastValueFrom(stream);
  if (reply.status !== 'completed') throw new Error(`the turn ended ${reply.status}`, { cause: reply.error });
  return reply;
}
