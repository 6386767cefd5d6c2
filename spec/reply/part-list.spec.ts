import * as fc from 'fast-check';
import { PartList } from '../../lib/reply/part-list.js';
import type { ReplyPart } from '../../lib/reply/reply-part.js';

const part = (id: string, content = ''): ReplyPart => Object.freeze({ type: 'text', id, messageID: 'msg_1', content });
const many = (count: number) => Array.from({ length: count }, (_nothing, at) => part(`p${at}`));

/** A list beside the plain array it stands for. */
interface Pair {
  readonly list: PartList;
  readonly model: readonly ReplyPart[];
}

function expectSame({ list, model }: Pair): void {
  expect(list.toArray()).toEqual(model);
  expect(list.length).toBe(model.length);
  model.forEach(({ id }, at) => {
    expect(list.get(at)).toBe(model[at]);
    expect(list.indexOf(id)).toBe(at);
  });
  expect(list.indexOf('nobody')).toBe(-1);
}

/** What may be done to a list: `on` says to which of those made so far, so that versions fork. */
interface Move {
  readonly on: number;
  readonly at: number;
  readonly does: 'push' | 'set' | 'arrange';
}

const move: fc.Arbitrary<Move> = fc.record({
  on: fc.nat(),
  at: fc.nat(),
  does: fc.constantFrom('push', 'push', 'push', 'set', 'arrange'),
});

function moved({ list, model }: Pair, { at, does }: Move, turn: number): Pair {
  const position = at % (model.length || 1);
  const known = model[position];
  if (does === 'push' || known === undefined) {
    const id = `n${at % 40}`;
    const fresh = part(model.some(other => other.id === id) ? `u${turn}` : id);
    return { list: list.push(fresh), model: [...model, fresh] };
  }
  if (does === 'arrange') {
    const arranged = model.filter((_part, index) => index !== position).toReversed();
    return { list: PartList.of(arranged), model: arranged };
  }
  const changed = part(known.id, `changed ${turn}`);
  return { list: list.set(position, changed), model: model.with(position, changed) };
}

describe('PartList', () => {
  it('is a plain array to whoever reads it, whatever its versions went through', () => {
    fc.assert(
      fc.property(fc.nat(70), fc.array(move, { maxLength: 60 }), (size, moves) => {
        const model = many(size);
        const first: Pair = { list: PartList.of(model), model };
        const pairs = moves.reduce<Pair[]>(
          (made, next, turn) => [...made, moved(made[next.on % made.length] ?? first, next, turn)],
          [first, { list: PartList.empty, model: [] }],
        );
        pairs.slice(2).forEach(expectSame);
        expect(pairs[1]?.list.length).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it.each([0, 1, 31, 32, 33, 64, 100])('has %d parts, from an array or one by one', count => {
    const model = many(count);
    expectSame({ list: PartList.of(model), model });
    expectSame({ list: model.reduce((list, next) => list.push(next), PartList.empty), model });
  });

  it('has nothing outside of it', () => {
    const list = PartList.of(many(33));
    expect([list.get(-1), list.get(33), list.get(NaN), PartList.empty.get(0)]).toStrictEqual(Array(4).fill(undefined));
  });

  it('gives the same array as long as it lives, and another after a change', () => {
    const list = PartList.of(many(3));
    expect(list.toArray()).toBe(list.toArray());
    expect(list.set(1, part('p1', 'x')).toArray()).not.toBe(list.toArray());
  });

  it('forks: each version finds its own', () => {
    const root = PartList.of(many(2));
    const left = root.push(part('l')).push(part('x'));
    const right = root.push(part('x')).push(part('r'));
    expect([left.indexOf('x'), right.indexOf('x')]).toEqual([3, 2]);
    expect([left.indexOf('r'), right.indexOf('l'), root.indexOf('x')]).toEqual([-1, -1, -1]);
  });

  it('does not remember in one list what was in another', () => {
    PartList.empty.push(part('gone'));
    expect(PartList.empty.indexOf('gone')).toBe(-1);
    expect(PartList.of([]).push(part('here')).indexOf('gone')).toBe(-1);
  });

  it('begins an index of its own where it begins empty, so that no list keeps the ids of others alive', () => {
    const set = jest.spyOn(Map.prototype, 'set');
    PartList.empty.push(part('a'));
    PartList.empty.push(part('b'));
    const [one, other] = set.mock.contexts;
    set.mockRestore();
    expect(one).toBeInstanceOf(Map);
    expect(other).not.toBe(one);
  });

  it.each(['__proto__', 'constructor', ''])('takes %p for an id', id => {
    expect(PartList.empty.indexOf(id)).toBe(-1);
    expect(PartList.of([part('a'), part(id)]).indexOf(id)).toBe(1);
  });

  it('leaves alone the blocks that do not change', () => {
    const list = PartList.of(many(96));
    const next = list.set(40, part('p40', 'x'));
    const blocks = (of: PartList) => (of as unknown as { blocks: readonly unknown[] }).blocks;
    expect(blocks(next)[0]).toBe(blocks(list)[0]);
    expect(blocks(next)[1]).not.toBe(blocks(list)[1]);
    expect(blocks(next)[2]).toBe(blocks(list)[2]);
  });
});
