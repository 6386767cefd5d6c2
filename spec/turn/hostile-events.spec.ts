import * as fc from 'fast-check';
import { isStreamOnly } from '../../lib/reply/part-source.js';
import type { Reply } from '../../lib/reply/reply.js';
import type { OpencodeEvent } from '../../lib/wire/index.js';
import { partsIn } from '../support/stored.js';
import { PROMPT } from '../support/events.js';
import { freezeReply } from '../support/fold.js';
import { AMPLE, runs } from '../support/fuzz.js';
import { anyEvent } from '../support/hostile/events.js';
import { untouched } from '../support/hostile/prototypes.js';
import {
  answer,
  expectNothingLeft,
  idle,
  ScriptedServer,
  SESSION,
  told,
  userMessage,
} from '../support/scripted-server.js';
import { pass, passUntil, stopTime } from '../support/virtual-time.js';

untouched();
beforeEach(stopTime);
afterEach(() => jest.useRealTimers());

const ANSWER = answer(PROMPT, 'It is so.', { id: 'msg_final', time: { created: 2e300, completed: 2e300 } });

/** A server whose session is at work, and that says a great deal of it. */
class Chatterbox extends ScriptedServer {
  override messages = [userMessage(PROMPT)];
  override statuses: Record<string, unknown> = { [SESSION]: { type: 'busy' } };

  /** Says all that, and now and then lets time pass. */
  async chat(events: readonly OpencodeEvent[], pauses: readonly number[]): Promise<void> {
    for (const [at, event] of events.entries()) {
      this.say(event);
      const pause = pauses[at % (pauses.length || 1)] ?? 0;
      if (pause > 0) await pass(pause);
    }
  }

  /** Ends the turn, properly. */
  async end(): Promise<void> {
    this.messages = [userMessage(PROMPT), ANSWER];
    this.statuses = {};
    this.say(...told(ANSWER), idle);
    await pass(5);
  }
}

const pauses = fc.array(fc.constantFrom(0, 0, 0, 1, 300), { maxLength: 5 });

/** The prompt's own record is the one thing that is believed: who calls it an answer has it shown until it is read. */
const isOfPrompt = (event: OpencodeEvent): boolean =>
  event.type === 'message.updated' && event.properties.info.id === PROMPT && event.properties.info.role !== 'user';

const events = fc.array(
  anyEvent.filter(event => !isOfPrompt(event)),
  { maxLength: 30 },
);

describe('a turn of which a server says whatever it likes', () => {
  it(
    'ends with what is stored of it',
    async () => {
      await fc.assert(
        fc.asyncProperty(events, pauses, async (said, waits) => {
          const server = new Chatterbox();
          const stream = server.client().stream(SESSION, 'Hi', { messageID: PROMPT });
          const replies: Reply[] = [];
          const ends: unknown[] = [];
          stream.subscribe({
            next: reply => replies.push(freezeReply(reply)),
            error: error => ends.push(error),
            complete: () => ends.push('completed'),
          });
          await passUntil(() => server.callsOf(`GET /session/${SESSION}/message/${PROMPT}`).length > 0, 1_000);
          await server.chat(said, waits);
          // A look that is under way gives way to what was said meanwhile.
          await pass(20);
          await server.end();
          await passUntil(() => ends.length > 0, 20_000);
          expect(ends).toEqual(['completed']);
          expect(replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'It is so.' });
          expect(replies.at(-1)?.parts.filter(part => !isStreamOnly(part))).toEqual(partsIn([ANSWER]));
          expect(replies.map(reply => JSON.stringify(reply).length > 0)).not.toContain(false);
          expectNothingLeft(server);
          stopTime();
        }),
        runs(100, 20),
      );
    },
    AMPLE,
  );
});
