import { filter, firstValueFrom, lastValueFrom, skipWhile, takeWhile, tap, timeout } from 'rxjs';
import type { Reply, ReplyStream } from '../../../../lib/index.js';
import { eventStream, json, scriptedFetch } from '../../../support/scripted-fetch.js';
import type { Api } from '../api.js';
import type { Prepared } from '../measure.js';
import { beginningOf, bytesOf, pieces, sessionIDOf, storedOf, wordsOf, type Story } from './story.js';

/** What is followed: the turns of so many sessions, of which the first one is told in so many deltas. */
export interface TurnScene extends Omit<Story, 'sessionID'> {
  readonly sessions: number;
}

/** Milliseconds until something must have come. */
const PATIENCE = 120_000;

/**
 * Deltas before those that are measured: what was allocated to set the scene is swept away by other threads meanwhile,
 * and code that ran there with other values is compiled anew.
 */
const WARM_UP = 30_000;

const storyOf = (scene: TurnScene, at: number): Story => ({ ...scene, sessionID: sessionIDOf(at) });

const promptIDOf = (sessionID: string): string => `msg_prompt${sessionID.slice(3)}`;

/** A client that follows those turns, and a server within the process that has the deltas of the first one to tell. */
export async function stageTurns({ OpencodeClient }: Api, scene: TurnScene): Promise<Prepared> {
  const stream = eventStream();
  const { fetch } = scriptedFetch(({ url }) => answer(scene, stream.response, url.pathname));
  const client = new OpencodeClient({ baseUrl: 'http://bench.test', fetch });
  const turns = Array.from({ length: scene.sessions }, (_, at) =>
    client.attach(sessionIDOf(at), { messageID: promptIDOf(sessionIDOf(at)) }),
  );
  const begun = turns.map(turn => firstValueFrom(turn.pipe(filter(isWorking), timeout(PATIENCE))));
  const audience = turns.slice(1).map(turn => turn.subscribe());
  const first = turns[0]!;
  const ear = first.subscribe();
  stream.send('data: {"type":"server.connected","properties":{}}\n\n');
  await Promise.all(begun);
  const story = storyOf(scene, 0);
  stream.send(bytesOf(beginningOf(story, promptIDOf(story.sessionID))));
  const tell = async (bytes: readonly Uint8Array[], deltas: number): Promise<number> => {
    const all = lastValueFrom(countdown(first, deltas));
    for (const piece of bytes) stream.send(piece);
    await all;
    return deltas;
  };
  const [warmUp, speech] = [WARM_UP, scene.deltas].map(deltas => pieces(bytesOf(wordsOf({ ...story, deltas }))));
  await tell(warmUp ?? [], WARM_UP);
  const run = (): Promise<number> => tell(speech ?? [], scene.deltas);
  const end = (): void => {
    for (const one of [...audience, ear]) one.unsubscribe();
    client.close();
  };
  return { run, end };
}

const isWorking = ({ status, parts }: Reply): boolean => status === 'working' && parts.length > 0;

/** Ends when so many snapshots were seen after the present one. */
function countdown(turn: ReplyStream, deltas: number) {
  let left = deltas + 1;
  return turn.pipe(
    tap(() => (left -= 1)),
    skipWhile(() => left > 0),
    takeWhile(() => left > 0, true),
    timeout(PATIENCE),
  );
}

function answer(scene: TurnScene, events: Response, path: string): Response {
  const [, , id = '', what] = path.split('/');
  if (path === '/event') return events;
  if (path === '/session/status') {
    return json(
      Object.fromEntries(Array.from({ length: scene.sessions }, (_, at) => [sessionIDOf(at), { type: 'busy' }])),
    );
  }
  if (what !== 'message') return json(what === undefined ? { id } : []);
  const story = { ...scene, sessionID: id, parts: id === sessionIDOf(0) ? scene.parts : 1 };
  return json(storedOf(story, promptIDOf(id)));
}
