import { blank, fence, miss, unfence } from '../../../lib/live/transcript/transcript.js';
import { take, takeEarlier } from '../../../lib/live/transcript/truth.js';
import { deepFreeze } from '../../support/deep-freeze.js';
import {
  after,
  assistant,
  completed,
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

describe('a transcript that is read', () => {
  const said = after(
    having(user('u', 1)),
    recorded(assistant('a', 2)),
    placed(text('t', 'a', '')),
    grown('t', 'a', 'He'),
  );

  it('is as the store has it, with what is the same keeping identity', () => {
    const known = having(user('u', 1), assistant('a', 2, text('t', 'a', 'x', 2)));
    const again = take(fence(known), stored([user('u', 1), assistant('a', 2, text('t', 'a', 'x', 2))]));
    expect(again.messages).toBe(known.messages);
    const more = take(fence(known), stored([user('u', 1), assistant('b', 3)]));
    expect(idsOf(more)).toEqual(['u', 'b']);
    expect(more.messages[0]).toBe(known.messages[0]);
  });

  it('does not shorten a text that is being said: the store has it empty', () => {
    const read = take(fence(said), stored([user('u', 1), assistant('a', 2, text('t', 'a', ''))]));
    expect(partOf(read, 'a', 't')).toEqual(text('t', 'a', 'He'));
  });

  it('holds a text that it first meets while it is being said', () => {
    expect(partOf(having(assistant('a', 2, text('t', 'a', ''))), 'a', 't')).toMatchObject({ held: true });
  });

  it('takes an open text for final when the session does not work', () => {
    const truth = [user('u', 1), assistant('a', 2, text('t', 'a', ''))];
    const read = take(fence(deepFreeze(miss(said))), stored(truth, { busy: false }));
    expect(partOf(read, 'a', 't')).toEqual(text('t', 'a', ''));
  });

  it('lets what was heard since the read began stand, but an end that only the store knows', () => {
    const since = after(
      fence(said),
      grown('t', 'a', 'y'),
      placed(tool('c', 'a', 'running')),
      recorded(assistant('a', 2)),
    );
    const older = take(since, stored([user('u', 1), assistant('a', 2, text('t', 'a', ''))]));
    expect(partsOf(older, 'a')).toEqual([text('t', 'a', 'Hey'), tool('c', 'a', 'running')]);
    const end = assistant('a', 2, text('t', 'a', 'Hey you', 5), tool('c', 'a', 'completed', { output: 'x' }));
    expect(take(since, stored([user('u', 1), completed(end)])).messages[1]).toEqual(completed(end));
  });

  it('does not take an end back that was heard since the read began', () => {
    const since = after(fence(said), placed(text('t', 'a', 'Hey', 5)), recorded(completed(assistant('a', 2))));
    const read = take(since, stored([user('u', 1), assistant('a', 2, text('t', 'a', ''))]));
    expect(read.messages[1]).toEqual(completed(assistant('a', 2, text('t', 'a', 'Hey', 5))));
  });

  it('does not bring back what was removed since the read began, and keeps what was made since', () => {
    const since = after(fence(said), gone('u'), partGone('t'), recorded(user('v', 5)), placed(text('n', 'a', '')));
    const read = take(since, stored([user('u', 1), assistant('a', 2, text('t', 'a', ''))]));
    expect(idsOf(read)).toEqual(['a', 'v']);
    expect(partsOf(read, 'a')).toEqual([text('n', 'a', '')]);
  });

  it('adds what was heard meanwhile of messages that only the read tells of', () => {
    const since = after(fence(having(user('u', 1))), grown('t', 'b', 'x'), placed(tool('c', 'b', 'completed')));
    const read = take(since, stored([user('u', 1), assistant('b', 2, tool('c', 'b', 'running'))]));
    expect(partOf(read, 'b', 'c')).toMatchObject({ state: { status: 'completed' } });
    expect(read.strays).toEqual([]);
  });

  it('does not bring back a part that was heard of and removed while the read was under way', () => {
    const since = after(fence(having(user('u', 1))), placed(tool('c', 'b', 'running')), partGone('c'));
    const read = take(since, stored([user('u', 1), assistant('b', 2, tool('c', 'b', 'running'))]));
    expect(partsOf(read, 'b')).toEqual([]);
  });

  it('is as it was when the read failed', () => {
    const read = unfence(after(fence(said), grown('x', 'b', 'y')));
    expect(read.messages).toBe(said.messages);
    expect([read.touched, read.strays]).toStrictEqual([undefined, []]);
  });

  it('puts an earlier page before what is known, without what is known already', () => {
    const paged = take(fence(blank), stored([user('c', 3), user('d', 4)], { before: 'x' }));
    const more = takeEarlier(paged, { messages: [user('a', 1), user('b', 2), user('c', 3)], before: undefined });
    expect(idsOf(more)).toEqual(['a', 'b', 'c', 'd']);
    expect(more.before).toBeUndefined();
    expect(more.messages[2]).toBe(paged.messages[0]);
  });

  const newest = take(fence(blank), stored([user('c', 3), user('d', 4)], { before: 'c' }));

  it('adds to an earlier page what was said since it was asked for, once', () => {
    const said = [gone('a'), placed(text('b_t', 'b', 'changed')), gone('c'), grown('x', 'b2', 'y')];
    const busy = after(fence(newest), ...said);
    const page = { messages: [user('a', 1), user('b', 2), assistant('b2', 2)], before: undefined };
    const more = deepFreeze(takeEarlier(busy, page, said));
    expect(idsOf(more)).toEqual(['b', 'b2', 'd']);
    expect(partOf(more, 'b', 'b_t')).toMatchObject({ text: 'changed' });
    const read = take(more, stored([user('d', 4)], { before: 'd' }));
    expect(partsOf(read, 'b2')).toBe(partsOf(more, 'b2'));
  });

  it('keeps an earlier page that came while it was read, and where the page before that begins', () => {
    const page = { messages: [user('a', 1), user('b', 2)], before: 'a' };
    const paged = deepFreeze(takeEarlier(fence(newest), page));
    const read = take(paged, stored([user('c', 3), user('d', 4)], { before: 'c' }));
    expect([read.messages, read.before]).toEqual([paged.messages, 'a']);
    const whole = take(paged, stored([user('c', 3), user('d', 4)]));
    expect([idsOf(whole), whole.before]).toStrictEqual([['c', 'd'], undefined]);
  });

  it('shows no single message from before the first page because it was heard of', () => {
    const since = after(fence(blank), recorded(user('a', 1)), recorded(user('e', 5)));
    const read = take(since, stored([user('c', 3), user('d', 4)], { before: 'c' }));
    expect(idsOf(read)).toEqual(['c', 'd', 'e']);
  });
});
