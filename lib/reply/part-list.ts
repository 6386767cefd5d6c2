import type { ReplyPart, ToolReplyPart } from './reply-part.js';
import { terminalTools } from './result.js';

const WIDTH = 32;

type Block = readonly ReplyPart[];

/**
 * An immutable list of parts whose change costs the same at ten parts and at a thousand: blocks of 32, of which a change
 * copies one. The last block stands by itself, for there most changes are; a short list is nothing else.
 *
 * The index from id to position is one Map shared by all versions of a list, so it may speak of a sibling version;
 * every answer is checked against this version's blocks, and a wrong one falls back to a search.
 */
export class PartList {
  static readonly empty = new PartList([], [], new Map());

  readonly #index: Map<string, number>;
  #array: readonly ReplyPart[] | undefined;
  #tools: readonly ToolReplyPart[] | undefined;

  private constructor(
    private readonly blocks: readonly Block[],
    private readonly last: Block,
    index: Map<string, number>,
  ) {
    this.#index = index;
  }

  /** A list of these parts, in this order. */
  static of(parts: readonly ReplyPart[]): PartList {
    const blocks: Block[] = [];
    for (let start = 0; start < parts.length; start += WIDTH) blocks.push(parts.slice(start, start + WIDTH));
    const last = blocks.pop() ?? [];
    return new PartList(blocks, last, new Map(parts.map((part, position) => [part.id, position])));
  }

  /** How many parts there are. */
  get length(): number {
    return this.blocks.length * WIDTH + this.last.length;
  }

  /** The part at this position; `undefined` outside the list. */
  get(position: number): ReplyPart | undefined {
    return this.blockOf(position)?.[position % WIDTH];
  }

  /** The position of the part with this id, or -1. */
  indexOf(id: string): number {
    const hint = this.#index.get(id);
    if (hint === undefined) return -1;
    return this.get(hint)?.id === id ? hint : this.toArray().findIndex(part => part.id === id);
  }

  /** This list with another version of a part, of the same id, at its position. */
  set(position: number, part: ReplyPart): PartList {
    const at = Math.floor(position / WIDTH);
    const block = (this.blockOf(position) ?? []).slice();
    block[position % WIDTH] = part;
    const next =
      at === this.blocks.length
        ? new PartList(this.blocks, block, this.#index)
        : new PartList(this.blocks.with(at, block), this.last, this.#index);
    if (part.type !== 'tool') next.#tools = this.#tools;
    return next;
  }

  /** This list with one more part at its end. */
  push(part: ReplyPart): PartList {
    const index = this.length === 0 ? new Map<string, number>() : this.#index;
    index.set(part.id, this.length);
    const next =
      this.last.length === WIDTH
        ? new PartList([...this.blocks, this.last], [part], index)
        : new PartList(this.blocks, [...this.last, part], index);
    if (part.type !== 'tool') next.#tools = this.#tools;
    return next;
  }

  /** The tool calls that ended, in order. The same array until a tool call changes. */
  get endedTools(): readonly ToolReplyPart[] {
    return (this.#tools ??= terminalTools(this.toArray()));
  }

  /** All parts, in order. The same array for the life of this version. */
  toArray(): readonly ReplyPart[] {
    return (this.#array ??= this.blocks.length === 0 ? this.last : [...this.blocks.flat(), ...this.last]);
  }

  private blockOf(position: number): Block | undefined {
    const at = Math.floor(position / WIDTH);
    return at === this.blocks.length ? this.last : this.blocks[at];
  }
}
