import { bash, question, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import type { StreamOptions } from '../../lib/index.js';
import type { Live } from './live.js';
import { record } from './recording.js';
import { eventually, storedMessages, type Server, type StoredMessage } from './sandbox.js';

/** A turn in a new session, subscribed. */
export async function begin({ client, newSession }: Live, prompt: string, options: StreamOptions = {}) {
  const stream = client.stream(await newSession(), prompt, options);
  return { stream, seen: record(stream) };
}

/** A model that has said something, and waits. */
export const stuck = (words: string, gate: string) =>
  scripted('Talk.', step(text(words), wait(gate), text(' And the rest.')));

/** A model that says two sentences, with a gate between them. */
export const halves = (gate: string) =>
  scripted('Talk.', step(text('The first half.'), wait(gate), text(' The second half.')));

/** Both sentences. */
export const WHOLE = 'The first half. The second half.';

/** A model that wants to run commands. */
export const askBash = (...commands: string[]) =>
  scripted('Run it.', step(...commands.map(command => bash(command))), step(text('That was it.')));

/** A model that asks something. */
export const ask = (words: string) =>
  scripted('Ask me.', step(question(words, ['Red', 'Blue'])), step(text('So be it.')));

/** The prompts that are stored. */
export const userMessages = async (server: Server, sessionID: string) =>
  (await storedMessages(server, sessionID)).filter(({ info }) => info.role === 'user');

/** The newest user message that is good, as soon as it is stored. */
export async function userMessage(
  server: Server,
  sessionID: string,
  isGood: (message: StoredMessage) => boolean,
): Promise<string> {
  const find = (messages: readonly StoredMessage[]) => messages.findLast(isGood);
  const messages = await eventually(
    () => userMessages(server, sessionID),
    list => find(list) !== undefined,
  );
  return find(messages)?.info.id ?? '';
}

/** Whether a message has these words. */
export const saying = (words: string) => (message: StoredMessage) =>
  message.parts.some(part => part.text?.includes(words));
