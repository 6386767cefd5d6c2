import { blank, fence, miss } from '../../../lib/live/transcript/transcript.js';
import { take } from '../../../lib/live/transcript/truth.js';
import { deepFreeze } from '../../support/deep-freeze.js';
import {
  after,
  assistant,
  gone,
  grown,
  having,
  idsOf,
  partGone,
  partOf,
  partsOf,
  placed,
  recorded,
  stored,
  text,
  tool,
  user,
} from '../../support/transcripts.js';

describe('a transcript that is heard', () => {
  const spoken = after(having(user('u', 1)), recorded(assistant('a', 2)), placed(text('t', 'a', '')));

  it('grows a text by its deltas and ends it as the server says', () => {
    const said = after(spoken, grown('t', 'a', 'Hel'), grown('t', 'a', 'lo '));
    expect(partOf(said, 'a', 't')).toEqual(text('t', 'a', 'Hello '));
    expect(partOf(after(said, placed(text('t', 'a', 'Hello', 2))), 'a', 't')).toEqual(text('t', 'a', 'Hello', 2));
  });

  it('takes the text so far of older servers for the text', () => {
    const said = after(spoken, placed(text('t', 'a', 'Hel')), placed(text('t', 'a', 'Hello')));
    expect(partOf(said, 'a', 't')).toEqual(text('t', 'a', 'Hello'));
  });

  it('lets nothing grow that has ended', () => {
    const ended = after(spoken, placed(text('t', 'a', 'Hello', 2)));
    expect(after(ended, grown('t', 'a', '!'), placed(text('t', 'a', '')))).toEqual(ended);
  });

  it('puts messages in the order they were made', () => {
    const late = after(spoken, recorded(user('v', 4)), recorded(assistant('b', 3)));
    expect(idsOf(late)).toEqual(['u', 'a', 'b', 'v']);
  });

  it('takes a tool call from state to state, and never back from its end', () => {
    const running = after(spoken, placed(tool('c', 'a', 'running')));
    const ended = after(running, placed(tool('c', 'a', 'completed', { output: 'x' })));
    expect(partOf(ended, 'a', 'c')).toMatchObject({ state: { status: 'completed', output: 'x' } });
    expect(after(ended, placed(tool('c', 'a', 'running')))).toEqual(ended);
  });

  it('keeps no title of a failed call, as the store does not', () => {
    const failed = after(spoken, placed(tool('c', 'a', 'error', { title: 'x', error: 'no' })));
    expect(partOf(failed, 'a', 'c')).toMatchObject({ state: { status: 'error', input: {}, error: 'no' } });
    expect(JSON.stringify(failed)).not.toContain('title');
  });

  it('drops what is removed', () => {
    expect(idsOf(after(spoken, gone('u')))).toEqual(['a']);
    expect(partsOf(after(spoken, partGone('t')), 'a')).toEqual([]);
    expect(after(spoken, gone('x'), partGone('x'))).toBe(spoken);
  });

  it('leaves all that is not spoken of as it is, the same by reference', () => {
    const two = after(spoken, placed(tool('c', 'a', 'running')));
    const next = after(two, grown('t', 'a', 'x'));
    expect(next.messages[0]).toBe(two.messages[0]);
    expect(partOf(next, 'a', 'c')).toBe(partOf(two, 'a', 'c'));
  });

  it('is the same by reference when it hears what it knows', () => {
    const again = after(spoken, recorded(assistant('a', 2)), placed(text('t', 'a', '')), grown('t', 'a', ''));
    expect(again).toBe(spoken);
  });

  it('passes over what is said of messages it does not have', () => {
    expect(after(spoken, placed(text('z', 'zz', 'x')), grown('z', 'zz', 'x'))).toBe(spoken);
  });

  it('passes over messages from before the first one, while there are earlier ones', () => {
    const paged = take(fence(blank), stored([user('u', 10)], { before: 'cursor' }));
    expect(after(paged, recorded(user('old', 5)))).toBe(paged);
    expect(idsOf(after(having(user('u', 10)), recorded(user('old', 5))))).toEqual(['old', 'u']);
  });
});

describe('a transcript that missed something', () => {
  const said = after(
    having(user('u', 1)),
    recorded(assistant('a', 2)),
    placed(text('t', 'a', '')),
    grown('t', 'a', 'He'),
  );
  const missed = deepFreeze(miss(said));

  it('holds what was being said until its final text comes', () => {
    expect(partOf(missed, 'a', 't')).toEqual({ ...text('t', 'a', 'He'), held: true });
    const torn = after(missed, grown('t', 'a', 'o'));
    expect(partOf(torn, 'a', 't')).toEqual({ ...text('t', 'a', 'He'), held: true });
    expect(partOf(after(torn, placed(text('t', 'a', 'Hello', 2))), 'a', 't')).toEqual(text('t', 'a', 'Hello', 2));
  });

  it('holds neither what has ended nor what the user said', () => {
    const whole = after(having(user('u', 1)), recorded(assistant('a', 2)), placed(text('t', 'a', 'x', 2)));
    expect(miss(whole).messages).toBe(whole.messages);
  });

  it('takes a text that begins with a delta for whole only where its message was heard to begin since', () => {
    const unannounced = after(missed, grown('n', 'a', 'x'));
    expect(partOf(unannounced, 'a', 'n')).toMatchObject({ text: '', held: true });
    const readAgain = take(fence(missed), stored([user('u', 1), assistant('a', 2)]));
    const fresh = after(readAgain, recorded(assistant('b', 3)), grown('n', 'b', 'x'));
    expect(partOf(fresh, 'b', 'n')).toEqual({ id: 'n', messageID: 'b', type: 'text', text: 'x' });
  });

  it('holds it in a message that may have begun unheard, before it was read and after something was missed', () => {
    for (const start of [blank, missed]) {
      const since = after(fence(start), recorded(assistant('b', 3)), grown('n', 'b', 'x'));
      expect(partOf(since, 'b', 'n')).toMatchObject({ text: '', held: true });
      const read = take(since, stored([assistant('b', 3, text('n', 'b', ''))]));
      expect(partOf(read, 'b', 'n')).toMatchObject({ text: '', held: true });
      expect(partOf(after(read, placed(text('n', 'b', 'So x', 9))), 'b', 'n')).toEqual(text('n', 'b', 'So x', 9));
    }
  });
});
