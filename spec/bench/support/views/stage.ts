import { filter, firstValueFrom, merge, timeout, type Observable } from 'rxjs';
import type { LiveMessage, OpencodeClient } from '../../../../lib/index.js';
import { eventStream, json, scriptedFetch } from '../../../support/scripted-fetch.js';
import type { Api } from '../api.js';
import type { Prepared } from '../measure.js';
import { bytesOf, delta, lengthOf, opening, sessionID, transcript, type Scene } from './scene.js';

type ScriptedStream = ReturnType<typeof eventStream>;

/** Milliseconds until something must have come. */
const PATIENCE = 120_000;

/** A client whose sessions are watched, and a server that will say so many deltas. */
export async function stageViews({ OpencodeClient }: Api, scene: Scene, deltas: number): Promise<Prepared> {
  const stream = eventStream();
  const { fetch } = scriptedFetch(({ url }) => answer(scene, stream, url.pathname));
  const client = new OpencodeClient({ baseUrl: 'http://bench.test', fetch });
  const members = membersOf(client, scene);
  const audience = merge(...members).subscribe();
  stream.send('data: {"type":"server.connected","properties":{}}\n\n');
  for (const member of members) await firstValueFrom(member.pipe(timeout(PATIENCE)));
  for (const bytes of bytesOf(opening(scene))) stream.send(bytes);
  const words = Array.from({ length: deltas }, (_nothing, at) => delta(at));
  const end = (): void => {
    audience.unsubscribe();
    client.close();
  };
  return { run: () => heard(client, stream, bytesOf(words), lengthOf(words)).then(() => deltas), end };
}

/** Says it all; resolves when a subscriber has seen the last of it. (To look at the text itself would cost its length.) */
function heard(
  client: OpencodeClient,
  stream: ScriptedStream,
  speech: readonly Uint8Array[],
  length: number,
): Promise<unknown> {
  const isAll = (messages: readonly LiveMessage[]): boolean => {
    const spoken = messages.at(-1)?.parts.at(-1);
    return spoken?.type === 'text' && spoken.text.length === length;
  };
  const all = firstValueFrom(client.session(sessionID(0)).messages$.pipe(filter(isAll), timeout(PATIENCE)));
  for (const bytes of speech) stream.send(bytes);
  return all;
}

/** What is watched: the messages of each session, then more of them until there are enough. */
function membersOf(client: OpencodeClient, { sessions, subscribers }: Scene): readonly Observable<unknown>[] {
  const views = Array.from({ length: sessions }, (_nothing, at) => client.session(sessionID(at)));
  const members = [
    ...views.map(({ messages$ }) => messages$),
    ...views.map(({ status$ }) => status$),
    ...views.map(({ info$ }) => info$),
    ...views.map(({ todos$ }) => todos$),
  ];
  return members.slice(0, subscribers);
}

function answer(scene: Scene, stream: ScriptedStream, path: string): Response {
  const [, , id = '', what] = path.split('/');
  if (path === '/event') return stream.response;
  if (path === '/session/status') return json({ [sessionID(0)]: { type: 'busy' } });
  if (what === 'message') return json(transcript(id, scene));
  return json(what === undefined ? { id } : []);
}
