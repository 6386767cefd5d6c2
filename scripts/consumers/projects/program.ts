// What every consumer runs: it needs no server, and no types but those of the packages it imports.
import { OpencodeClient, ofType, toReply, type OpencodeEvent, type Reply, type Session } from 'opencode-rx';
import { readTrace, reasoning, ScriptedOpencode, tool } from 'opencode-rx/testing';
import { firstValueFrom, from, lastValueFrom, type Observable } from 'rxjs';

/** Plays a turn, folds events, and asks for the fetch that a client has by default. Gives what has to come out. */
export async function run(server = new ScriptedOpencode(), client = server.client()): Promise<string> {
  server.onPrompt(/./, [reasoning('Hm.'), tool('bash', {}, { output: 'ok' }), 'Hello.']);
  const session: Session = await firstValueFrom(client.createSession({ title: 'A consumer' }));
  const reply: Reply = await lastValueFrom(client.stream(session.id, 'Hello?'));
  const stored = await firstValueFrom(client.getMessages(session.id));
  client.close();
  return [
    `${reply.status}: ${reply.fullText} ${reply.toolParts.length} tool, ${stored.length} messages`,
    `folded: ${await folded()}`,
    `fetch: ${(await usesFetchOfGlobal()) ? 'native' : 'cross-fetch'}`,
  ].join('\n');
}

async function folded(): Promise<string> {
  const part = { id: 'prt_1', messageID: 'msg_1', sessionID: 'ses_1', type: 'text', text: 'Folded.' };
  const trace = JSON.stringify({ type: 'message.part.updated', properties: { part, time: 1 } });
  const events$: Observable<OpencodeEvent> = from(readTrace(trace));
  await firstValueFrom(events$.pipe(ofType('message.part.updated')));
  return (await lastValueFrom(events$.pipe(toReply()))).fullText;
}

async function usesFetchOfGlobal(): Promise<boolean> {
  const real = globalThis.fetch;
  let isAsked = false;
  globalThis.fetch = () => {
    isAsked = true;
    return Promise.reject(new TypeError('nobody is there'));
  };
  const health$ = new OpencodeClient({ baseUrl: 'http://127.0.0.1:9' }).health();
  await firstValueFrom(health$).catch(() => undefined);
  globalThis.fetch = real;
  return isAsked;
}
