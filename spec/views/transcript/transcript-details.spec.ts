import { NEVER } from 'rxjs';
import { transcriptView } from '../../../lib/live/transcript/transcript-view.js';
import { blank, fence, miss } from '../../../lib/live/transcript/transcript.js';
import { take, takeEarlier } from '../../../lib/live/transcript/truth.js';
import type { Hub } from '../../../lib/turn/hub/hub.js';
import {
  after,
  assistant,
  completed,
  event,
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

const spoken = after(having(user('u', 1)), recorded(assistant('a', 2)), placed(text('t', 'a', '')));

describe('the parts of a transcript', () => {
  it('are in the order they were told of, messages of one millisecond too', () => {
    const two = after(spoken, placed(tool('c', 'a', 'running')), recorded(assistant('b', 2)), recorded(user('v', 2)));
    expect(partsOf(two, 'a')?.map(({ id }) => id)).toEqual(['t', 'c']);
    expect(idsOf(two)).toEqual(['u', 'a', 'b', 'v']);
  });

  it('grow where they are texts of the model, by text', () => {
    expect(after(spoken, grown('u_t', 'u', 'x'))).toBe(spoken);
    const other = { messageID: 'a', partID: 't', field: 'input', delta: 'x' };
    expect(after(spoken, event('message.part.delta', other))).toBe(spoken);
  });

  it('are as the user says where they are the user’s', () => {
    expect(partOf(after(spoken, placed({ ...text('u_t', 'u', '') })), 'u', 'u_t')).toMatchObject({ text: '' });
  });

  it('have no title where a call that ran has failed', () => {
    const running = after(spoken, placed(tool('c', 'a', 'running', { title: 'x' })));
    const failed = after(running, placed(tool('c', 'a', 'error', { title: 'x', error: 'no' })));
    expect(partOf(failed, 'a', 'c')).toEqual(tool('c', 'a', 'error', { error: 'no' }));
  });

  it('are whole by their opening after a gap, but where a delta was passed over', () => {
    const missed = miss(spoken);
    const opening = placed(text('t', 'a', ''));
    expect(partOf(after(missed, opening), 'a', 't')).toEqual(text('t', 'a', ''));
    expect(partOf(after(missed, grown('t', 'a', 'x'), opening), 'a', 't')).toMatchObject({ held: true });
    const begun = after(missed, grown('n', 'a', 'x'), placed(text('n', 'a', '')));
    expect(partOf(begun, 'a', 'n')).toMatchObject({ text: '', held: true });
  });

  it('are the same after a second gap as after the first', () => {
    const missed = miss(spoken);
    expect(miss(missed).messages).toBe(missed.messages);
  });

  it('are forgotten with their message', () => {
    expect(spoken.witnessed.has('a')).toBe(true);
    expect(after(spoken, gone('a')).witnessed.has('a')).toBe(false);
  });
});

describe('a read of a transcript', () => {
  it('takes away what the store lacks and nobody spoke of', () => {
    const two = having(assistant('a', 2, text('t', 'a', 'x', 3), text('n', 'a', 'y', 4)));
    expect(partsOf(take(fence(two), stored([assistant('a', 2, text('t', 'a', 'x', 3))])), 'a')).toEqual([
      text('t', 'a', 'x', 3),
    ]);
  });

  it('holds no text that it first meets while the session rests', () => {
    const read = take(fence(blank), stored([assistant('a', 2, text('t', 'a', 'x'))], { busy: false }));
    expect(partOf(read, 'a', 't')).toEqual(text('t', 'a', 'x'));
  });

  it('lets a text stand that grew since it began, though the session rests', () => {
    const said = after(fence(after(spoken, grown('t', 'a', 'He'))), grown('t', 'a', 'y'));
    const read = take(said, stored([user('u', 1), assistant('a', 2, text('t', 'a', ''))], { busy: false }));
    expect(partOf(read, 'a', 't')).toEqual(text('t', 'a', 'Hey'));
  });

  it('lets an end stand that was heard since it began, whatever end the store had then', () => {
    const cost = (of: number) => {
      const { info, parts } = completed(assistant('a', 2));
      return { info: { ...info, cost: of }, parts };
    };
    const since = after(fence(spoken), placed(text('t', 'a', 'now', 6)), recorded(cost(2)));
    const read = take(since, stored([user('u', 1), { ...cost(1), parts: [text('t', 'a', 'then', 5)] }]));
    expect(read.messages[1]).toEqual({ ...cost(2), parts: [text('t', 'a', 'now', 6)] });
  });

  it('that was broken off leaves nothing to the next one', () => {
    const placedThen = placed(tool('c', 'b', 'running'));
    const broken = miss(after(fence(having(user('u', 1))), recorded(user('v', 3)), placedThen));
    const read = take(fence(broken), stored([user('u', 1), assistant('b', 2)]));
    expect(idsOf(read)).toEqual(['u', 'b']);
    expect(partsOf(read, 'b')).toEqual([]);
    expect([read.touched, read.strays]).toStrictEqual([undefined, []]);
  });

  it('that failed is over', () => {
    const heard = { messages$: NEVER, rests$: NEVER };
    const { keeping } = transcriptView({ silences: () => NEVER } as unknown as Hub, 'ses_1', heard, NEVER);
    const failed = keeping.unfence?.(after(fence(spoken), grown('n', 'b', 'x')));
    expect([failed?.touched, failed?.strays]).toStrictEqual([undefined, []]);
  });

  it('does not bring a part back whose deltas were heard before it was removed', () => {
    const since = after(fence(having(user('u', 1))), grown('t', 'b', 'x'), partGone('t'));
    expect(partsOf(take(since, stored([user('u', 1), assistant('b', 2)])), 'b')).toEqual([]);
  });

  const paged = (...messages: readonly ReturnType<typeof user>[]) =>
    take(fence(blank), stored(messages, { before: 'cursor' }));

  it('keeps of what it does not reach back to only what comes before it', () => {
    const known = paged(user('a', 1), user('b', 3), user('c', 4));
    expect(idsOf(take(fence(known), stored([user('n', 2), user('c', 4)], { before: 'n' })))).toEqual(['a', 'n', 'c']);
    expect(idsOf(take(fence(known), stored([user('x', 8), user('y', 9)], { before: 'x' })))).toEqual(['x', 'y']);
  });

  it('shows nothing from before the first page because it was heard of', () => {
    const since = after(fence(blank), recorded(user('a', 1)), recorded(user('c', 3)));
    expect(idsOf(take(since, stored([user('c', 3), user('d', 4)], { before: 'c' })))).toEqual(['c', 'd']);
  });

  it('has messages that were spoken of when they were not shown', () => {
    const since = after(fence(paged(user('c', 3), user('d', 4))), recorded(user('b', 2)));
    expect(idsOf(take(since, stored([user('b', 2), user('d', 4)], { before: 'b' })))).toEqual(['b', 'd']);
  });
});

describe('an earlier page of a transcript', () => {
  const newest = take(fence(blank), stored([user('c', 3), assistant('d', 4)], { before: 'c' }));
  const page = { messages: [user('a', 1), user('b', 2)], before: undefined };

  it('is what comes before the first message, its open texts held', () => {
    const open = assistant('a', 1, text('t', 'a', ''));
    const more = takeEarlier(newest, { messages: [open, user('b', 3), user('z', 9)], before: undefined });
    expect(idsOf(more)).toEqual(['a', 'b', 'c', 'd']);
    expect(partOf(more, 'a', 't')).toMatchObject({ held: true });
  });

  it('has messages that were spoken of while the newest were read', () => {
    const more = takeEarlier(after(fence(newest), recorded(user('a', 1))), page);
    expect(idsOf(more)).toEqual(['a', 'b', 'c', 'd']);
    expect(partsOf(more, 'a')).toHaveLength(1);
  });

  it('hears once what was said meanwhile, of its own messages', () => {
    const said = [placed(text('b_t', 'b', 'one')), placed(text('t', 'd', '')), grown('t', 'd', 'x')];
    const more = takeEarlier(after(fence(newest), recorded(assistant('d', 4)), ...said), page, said);
    expect(partOf(more, 'd', 't')).toMatchObject({ text: 'x' });
    const read = take(after(more, placed(text('b_t', 'b', 'two'))), stored([assistant('d', 4)], { before: 'd' }));
    expect(partOf(read, 'b', 'b_t')).toMatchObject({ text: 'two' });
  });
});
