import type { ReplyPart, ToolReplyPart } from './reply-part.js';
import { terminalTools } from './result.js';

const WIDTH = 32;

type Block = readonly ReplyPart[];

/**
 * An immutable list of parts whose change costs the same at ten parts and at a thousand: blocks of 32, of which a
 * change copies one and the short list of blocks.
 *
 * The index from id to position is one Map shared by all versions of a list, so it may speak of a sibling version;
 * every answer is checked against this version's blocks, and a wrong one falls back to a search.
 */
export class PartList {
  static readonly empty = new PartList([], 0, new Map());

  readonly #index: Map<string, number>;
  #array: readonly ReplyPart[] | undefined;
  #tools: readonly ToolReplyPart[] | undefined;

  private constructor(
    private readonly blocks: readonly Block[],
    readonly length: number,
    index: Map<string, number>,
  ) {
    this.#index = index;
  }

  /** A list of these parts, in this order. */
  static of(parts: readonly ReplyPart[]): PartList {
    const blocks: Block[] = [];
    for (let start = 0; start < parts.length; start += WIDTH) blocks.push(parts.slice(start, start + WIDTH));
    return new PartList(blocks, parts.length, new Map(parts.map((part, position) => [part.id, position])));
  }

  /** The part at this position; `undefined` outside the list. */
  get(position: number): ReplyPart | undefined {
    return this.blocks[Math.floor(position / WIDTH)]?.[position % WIDTH];
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
    const block = (this.blocks[at] ?? []).slice();
    block[position % WIDTH] = part;
    const blocks = this.blocks.slice();
    blocks[at] = block;
    const next = new PartList(blocks, this.length, this.#index);
    if (part.type !== 'tool') next.#tools = this.#tools;
    return next;
  }

  /** This list with one more part at its end. */
  push(part: ReplyPart): PartList {
    const at = Math.floor(this.length / WIDTH);
    const blocks = this.blocks.slice();
    blocks[at] = [...(this.blocks[at] ?? []), part];
    const index = this.length === 0 ? new Map<string, number>() : this.#index;
    index.set(part.id, this.length);
    const next = new PartList(blocks, this.length + 1, index);
    if (part.type !== 'tool') next.#tools = this.#tools;
    return next;
  }

  /** The tool calls that ended, in order. The same array until a tool call changes. */
  get endedTools(): readonly ToolReplyPart[] {
    return (this.#tools ??= terminalTools(this.toArray()));
  }

  /** All parts, in order. The same array for the life of this version. */
  toArray(): readonly ReplyPart[] {
    return (this.#array ??= this.blocks.flat());
  }
}
