import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent, sessionIDOf, type MessageWithParts, type OpencodeEvent } from '../../lib/wire/index.js';

const folder = join(__dirname, 'traces');

/** One recorded turn: what the event stream said, and what the store held after it. */
export interface Trace {
  readonly name: string;
  readonly body: string;
  /** Every event of the stream, those of other sessions as well. */
  readonly events: readonly OpencodeEvent[];
  readonly messages: readonly MessageWithParts[];
  readonly sessionID: string;
  /** The id of the prompt. */
  readonly messageID: string;
}

/** The names of all recorded turns. */
export const traceNames: readonly string[] = readdirSync(folder)
  .filter(file => file.endsWith('.sse'))
  .map(file => file.replace('.sse', ''))
  .sort();

/** Reads one recorded turn. */
export function readTrace(name: string): Trace {
  const body = readFileSync(join(folder, `${name}.sse`), 'utf8');
  const messages = JSON.parse(readFileSync(join(folder, `${name}.messages.json`), 'utf8')) as MessageWithParts[];
  const prompt = messages.find(({ info }) => info.role === 'user');
  if (!prompt?.info.sessionID) throw new Error(`trace ${name} has no prompt`);
  return { name, body, events: eventsOf(body), messages, sessionID: prompt.info.sessionID, messageID: prompt.info.id };
}

/** The events of a recorded stream; it throws at one that does not decode. */
function eventsOf(body: string): readonly OpencodeEvent[] {
  return body
    .split('\n')
    .filter(line => line.startsWith('data:'))
    .map(line => {
      const { event, invalid } = decodeEvent(line.slice('data:'.length));
      if (invalid) throw new Error(`${invalid.type ?? 'a frame'}: ${invalid.reason}`);
      return event;
    });
}

/** The events of the turn's own session, as an application would filter them. */
export const ownEvents = ({ events, sessionID }: Trace): readonly OpencodeEvent[] =>
  events.filter(event => sessionIDOf(event) === sessionID);
