import * as fc from 'fast-check';
import { partsIn, usageIn } from '../support/stored.js';
import { AMPLE, runs } from '../support/fuzz.js';
import { flawsOf } from '../support/flaws.js';
import { play, type Played } from '../support/playback.js';
import { anyDelivery, delivering } from '../support/random-turn/delivery.js';
import { anyStory } from '../support/random-turn/story.js';
import { tell, type Tale } from '../support/random-turn/tell.js';
import { stopTime } from '../support/virtual-time.js';

beforeEach(stopTime);
afterEach(() => jest.useRealTimers());

function expectAsTold(played: Played, tale: Tale): void {
  const messages = played.store.messages(tale.sessionID);
  const answers = messages.filter(({ info }) => info.role === 'assistant' && info.parentID === tale.messageID);
  expect(flawsOf(played, messages, tale.removed)).toEqual([]);
  const reply = played.replies.at(-1);
  expect(reply?.parts).toEqual(partsIn(answers));
  expect({ status: reply?.status, absorbedBy: reply?.absorbedBy }).toEqual({
    status: tale.outcome,
    absorbedBy: tale.absorbedBy,
  });
  expect(reply).toMatchObject({ ...usageIn(answers), todos: played.store.todos(tale.sessionID) });
  expect(reply?.info).toEqual(answers.at(-1)?.info);
}

describe('whatever a server may tell', () => {
  it(
    'heard whole, is what it stored',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyStory, async story => {
          const tale = tell(story);
          expectAsTold(await play(tale), tale);
        }),
        runs(150),
      );
    },
    AMPLE,
  );

  it(
    'heard with gaps, late or again, is what it stored',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyStory, anyDelivery, async (story, delivery) => {
          const tale = tell(story);
          expectAsTold(await play(tale, delivering(tale, delivery)), tale);
        }),
        runs(300),
      );
    },
    AMPLE,
  );
});
