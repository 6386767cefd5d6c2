import { lastValueFrom } from 'rxjs';
import { bash, scripted, step, text, wait, type Act } from '../../examples/sandbox/index.js';
import type { Reply, ReplyStream, StreamOptions } from '../../lib/index.js';
import { expectAsStored } from './expect-turn.js';
import type { Live } from './live.js';
import { record, type Recording } from './recording.js';
import { eventually, storedMessages } from './sandbox.js';

/** A turn, and what its subscriber has seen of it. */
export interface Followed {
  readonly stream: ReplyStream;
  readonly seen: Recording<Reply>;
}

/** Subscribes to a stream. */
export const watch = (stream: ReplyStream): Followed => ({ stream, seen: record(stream) });

/** A turn of the session, subscribed, whose prompt is in the server's store. */
export async function follow(
  { client, sandbox }: Live,
  sessionID: string,
  prompt: string,
  options: StreamOptions = {},
): Promise<Followed> {
  const followed = watch(client.stream(sessionID, prompt, options));
  await eventually(
    () => storedMessages(sandbox, sessionID),
    messages => messages.some(({ info }) => info.id === followed.stream.messageID),
  );
  return followed;
}

/** A prompt whose answer is these words. */
export const say = (words: string, ...more: Act[]): string => scripted(words, step(text(words), ...more));

/** A turn that has said "First" and stands at a gate. */
export async function followToGate(live: Live, sessionID: string, gate: string, ...last: Act[]): Promise<Followed> {
  const followed = await follow(live, sessionID, say('First', wait(gate), ...last));
  await followed.seen.until(({ fullText }) => fullText === 'First');
  return followed;
}

/** A turn that says "First." and asks a permission for its tool; given it, it would say "Never." in its next step. */
export async function followToTool(live: Live, sessionID: string): Promise<Followed> {
  const prompt = scripted('A tool.', step(text('First.'), bash('echo tool')), step(text('Never.')));
  const followed = await follow(live, sessionID, prompt);
  await followed.seen.until(({ promptBlocked }) => promptBlocked);
  return followed;
}

/** Answers the permission a turn waits for. */
export const decide = ({ client }: Live, { seen }: Followed, reply: 'once' | 'reject'): Promise<boolean> =>
  lastValueFrom(client.replyPermission(seen.last.pendingPermissions[0]?.id ?? '', reply));

/** All of them complete, each with what the server stored for it. */
export async function expectEachAsStored(live: Live, ...turns: readonly Followed[]): Promise<void> {
  await Promise.all(turns.map(({ seen }) => seen.completion()));
  for (const { stream, seen } of turns) await expectAsStored(live, stream, seen);
}
