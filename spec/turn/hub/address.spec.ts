import { of } from 'rxjs';
import { addressed, childrenOf, EVERYTHING, PROMPTS, SESSIONS, STATUSES } from '../../../lib/turn/hub/address.js';
import { Lineage } from '../../../lib/turn/hub/lineage.js';
import type { OpencodeEvent } from '../../../lib/wire/index.js';

const delta = (sessionID: string | undefined, words: string): OpencodeEvent => ({
  type: 'message.part.delta',
  properties: { ...(sessionID !== undefined && { sessionID }), messageID: 'm', partID: 'p', delta: words },
});
const idle = (sessionID: string): OpencodeEvent => ({ type: 'session.idle', properties: { sessionID } });
const asked = (sessionID: string): OpencodeEvent => ({
  type: 'permission.asked',
  properties: { id: 'per_1', sessionID, permission: 'bash' },
});
const created = (id: string, parentID: string): OpencodeEvent => ({
  type: 'session.created',
  properties: { sessionID: id, info: { id, parentID } },
});

const known = (): Lineage => new Lineage(() => of(undefined));

const runsOf = (batch: readonly OpencodeEvent[], lineage = known()) => [...addressed(lineage, batch)];

describe('the addresses of what came together', () => {
  it('keep deltas of one session together, and nothing else', () => {
    const batch = [delta('a', '1'), delta('a', '2'), idle('a'), idle('a'), delta('a', '3'), delta('b', '4')];
    const lengths = runsOf(batch).map(({ values, keys }) => [values.length, keys[0]]);
    expect(lengths).toEqual([
      [2, 'a'],
      [1, 'a'],
      [1, 'a'],
      [1, 'a'],
      [1, 'b'],
    ]);
    expect(runsOf(batch).flatMap(({ values }) => values)).toEqual(batch);
  });

  it('are those of everything alone for what is about no session', () => {
    const batch = [delta(undefined, '1'), delta(undefined, '2'), { type: 'plugin.added', properties: {} }] as const;
    expect(runsOf(batch).map(({ values, keys }) => [values.length, keys])).toEqual([
      [2, [EVERYTHING]],
      [1, [EVERYTHING]],
    ]);
  });

  it('are found in all the places where a session may be named, also of deltas', () => {
    const named = (sessionID: string): OpencodeEvent => ({
      type: 'message.part.delta',
      properties: { messageID: 'm', partID: 'p', delta: 'a', ...{ part: { sessionID } } },
    });
    const batch = [delta(undefined, '1'), named('a'), named('b'), delta('b', '2')];
    expect(runsOf(batch).map(({ values, keys }) => [values.length, keys[0]])).toEqual([
      [1, EVERYTHING],
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('take no copy of deltas that fill a chunk', () => {
    const batch = [delta('a', '1'), delta('a', '2')];
    expect(runsOf(batch)[0]?.values).toBe(batch);
  });

  it('name the topics of an event', () => {
    const batch = [created('b', 'a'), idle('b'), asked('b')];
    expect(runsOf(batch).map(({ keys }) => keys)).toEqual([
      ['b', SESSIONS, childrenOf('a'), EVERYTHING],
      ['b', STATUSES, PROMPTS, EVERYTHING],
      ['b', PROMPTS, EVERYTHING],
    ]);
  });

  it('name the ancestors of one who asks where events of the same chunk told of them before', () => {
    const lineage = known();
    lineage.learn({ type: 'session.created', properties: { info: { id: 'a' } } });
    const [, prompt] = runsOf([created('b', 'a'), asked('b')], lineage);
    expect(prompt).toMatchObject({ keys: ['b', 'a', PROMPTS, EVERYTHING], isStray: false });
  });

  it('are not all known of one who asks before anybody told of it, also when that comes with the same chunk', () => {
    const [prompt] = runsOf([asked('b'), created('b', 'a')]);
    expect(prompt).toMatchObject({ keys: ['b', PROMPTS, EVERYTHING], isStray: true });
  });

  it('have no topic that a session could be called', () => {
    const names = ['everything', 'sessions', 'statuses', 'prompts', 'children of a'];
    const topics = [EVERYTHING, SESSIONS, STATUSES, PROMPTS, childrenOf('a')];
    expect(topics.filter(topic => names.includes(topic))).toEqual([]);
    expect(runsOf([idle('everything')])[0]?.keys).toEqual(['everything', STATUSES, PROMPTS, EVERYTHING]);
  });
});
