import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { LiveMessage } from '../../lib/live/transcript/live-message.js';
import { Store } from '../../lib/testing/world/store.js';
import { sessionIDOf, type MessageWithParts, type OpencodeEvent, type Part } from '../../lib/wire/index.js';
import { AMPLE, runs } from '../support/fuzz.js';
import { Onlooker } from '../support/onlooker.js';
import { anyDelivery, delivering } from '../support/random-turn/delivery.js';
import { anyStory } from '../support/random-turn/story.js';
import { tell } from '../support/random-turn/tell.js';
import { json } from '../support/scripted-fetch.js';
import type { ScriptedOpencode } from '../../lib/testing/index.js';
import { Staging } from '../support/staging.js';
import { calm, stopTime } from '../support/virtual-time.js';

beforeEach(stopTime);
afterEach(() => jest.useRealTimers());

/** Every text that was shown is the beginning of what is stored, but for blanks at its end that old servers trim. */
function wrongTexts(shown: readonly (readonly LiveMessage[])[], messages: readonly MessageWithParts[]) {
  const stored = new Map(messages.flatMap(({ parts }) => parts).map(part => [part.id, part]));
  const parts = new Set(shown.flat().flatMap(message => message.parts));
  return [...parts].filter(part => 'text' in part && !isBeginning(part.text, stored.get(part.id)));
}

/** Nothing can be said of a part that was taken away, or of a text that never ended. */
function isBeginning(said: string, stored: Part | undefined): boolean {
  if (stored?.type !== 'text' && stored?.type !== 'reasoning') return true;
  return stored.time?.end === undefined || stored.text.startsWith(said) || said.trimEnd() === stored.text;
}

/** Messages and parts that became another object though they say the same. */
const needlesslyNew = (shown: readonly (readonly LiveMessage[])[]) =>
  shown.slice(1).flatMap((messages, at) => {
    const before = new Map(shown[at]?.map(message => [message.info.id, message]));
    const isNew = (message: LiveMessage) => {
      const known = before.get(message.info.id);
      return known !== undefined && known !== message && isDeepStrictEqual(known, message);
    };
    return messages.filter(isNew);
  });

const anyScene = fc.tuple(anyStory, anyDelivery, fc.nat(40));

describe('live views of whatever a server may tell', () => {
  it(
    'are in the end what it stored, whatever was lost, late or heard again',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyScene, async ([story, delivery, comesAt]) => {
          const tale = tell(story);
          const { gaps = [], ...pace } = delivering(tale, { ...delivery, attaches: false });
          const onlooker = new Onlooker(tale.sessionID, Math.min(comesAt, gaps[0]?.from ?? tale.events.length));
          const staging = new Staging(tale, { ...pace, gaps }, onlooker);
          await staging.play();
          const flaws = onlooker.finalFlaws(staging.store);
          onlooker.leave();
          await calm();
          expect([...staging.flaws, ...flaws, ...staging.litter]).toEqual([]);
          expect(wrongTexts(onlooker.shown, staging.store.messages(tale.sessionID))).toEqual([]);
          expect(needlesslyNew(onlooker.shown)).toEqual([]);
        }),
        runs(150),
      );
    },
    AMPLE,
  );

  it(
    'are what it stored by the events alone, when nothing was lost and nothing can be read any more',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.tuple(anyStory, fc.nat(40)), async ([story, comesAt]) => {
          const tale = { ...tell(story), killed: false };
          fc.pre(!endsByStrayRest(tale.events));
          const onlooker = new Onlooker(tale.sessionID, Math.min(comesAt, tale.events.length));
          const staging = new Staging(tale, {}, onlooker);
          refuseLaterReads(staging.server);
          await staging.play();
          const flaws = onlooker.flaws(staging.store);
          onlooker.leave();
          await calm();
          expect([...flaws, ...staging.litter]).toEqual([]);
        }),
        runs(70),
      );
    },
    AMPLE,
  );
});

/** A stray word that the session rests, and nothing after it that says otherwise: only a read would tell. */
function endsByStrayRest(events: readonly OpencodeEvent[]): boolean {
  const store = new Store();
  events.forEach(event => store.apply(event));
  const isLast = (sessionID: string) =>
    events.findLast(event => isOfStatus(event) && sessionIDOf(event) === sessionID)?.type === 'session.idle';
  return Object.keys(store.statuses).some(isLast);
}

const isOfStatus = ({ type }: OpencodeEvent): boolean => type === 'session.idle' || type === 'session.status';

/** The server answers each question once. */
function refuseLaterReads(server: ScriptedOpencode): void {
  const asked = new Set<string>();
  server.on('*', ({ url }) => {
    const isAgain = asked.has(url.pathname);
    asked.add(url.pathname);
    return isAgain && url.pathname !== '/event' ? json({}, { status: 503 }) : undefined;
  });
}
