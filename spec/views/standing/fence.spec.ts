import { NEVER } from 'rxjs';
import { promptBoard } from '../../../lib/live/attention/prompt-board.js';
import { collection } from '../../../lib/live/standing/collection.js';
import { fence, touch, unfence, type Fenced } from '../../../lib/live/standing/fence.js';
import type { Keeping } from '../../../lib/live/standing/standing.js';
import { statusBoard } from '../../../lib/live/statuses.js';
import type { StoreReader } from '../../../lib/turn/hub/store-reader.js';
import type { OpencodeEvent } from '../../../lib/wire/index.js';

const idle: Fenced = { touched: undefined };
const noted = ({ touched }: Fenced) => touched && [...touched];

describe('what is heard of', () => {
  it('is noted while a read is under way, and each thing once', () => {
    const reading = touch(fence(idle), 'a');
    expect(noted(reading)).toEqual(['a']);
    expect(touch(reading, 'a')).toBe(reading);
    expect(noted(fence(reading))).toEqual([]);
  });

  it('leaves no trace while nothing is read, however long that lasts', () => {
    expect(touch(idle, 'a')).toBe(idle);
    expect(touch(unfence(touch(fence(idle), 'a')), 'b')).toEqual(idle);
  });

  const rests: OpencodeEvent = { type: 'session.idle', properties: { sessionID: 'ses_1' } };
  const info = { id: 'ses_1' };
  const made: OpencodeEvent = { type: 'session.created', properties: { sessionID: 'ses_1', info } };

  /** What the state notes during a read, and once that is over. */
  function notes<State extends Fenced, Truth>(keeping: Keeping<State, Truth>, event: OpencodeEvent) {
    const heard = keeping.hear(keeping.fence(keeping.start), event);
    const over = keeping.unfence?.(heard) ?? heard;
    return [noted(heard), noted(keeping.hear(over, event))];
  }

  it.each([
    [
      'sessions',
      notes(
        collection(() => NEVER),
        made,
      ),
    ],
    [
      'statuses',
      notes(
        statusBoard(() => NEVER),
        rests,
      ),
    ],
    ['prompts', notes(promptBoard({} as StoreReader), rests)],
  ])('is forgotten by the %s when the read is over', (_what, states) => {
    expect(states).toStrictEqual([['ses_1'], undefined]);
  });
});
