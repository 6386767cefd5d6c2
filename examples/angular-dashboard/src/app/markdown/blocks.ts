import { Lexer, type MarkedToken, type Tokens } from 'marked';

/** One block of a text: a paragraph, a list, a piece of code. */
export interface Block {
  /** Where it begins in the text; what it is known by while the text grows. */
  readonly start: number;
  readonly token: MarkedToken;
}

/** A text, taken apart. */
export interface Blocks {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** A block longer than that is cut, so that a text without an empty line stays cheap while it grows. */
const LONG = 4_000;

/**
 * Takes a text apart. When it goes on where the one before ended, only the last block is read again: all others are
 * settled and keep their identity, however long the text is.
 */
export function grow(before: Blocks | undefined, text: string): Blocks {
  const settled = before !== undefined && text.startsWith(before.text) ? settledOf(before.blocks) : [];
  const last = settled.at(-1);
  const start = last === undefined ? 0 : last.start + last.token.raw.length;
  return { text, blocks: [...settled, ...placed(lex(text.slice(start)), start)] };
}

/** What may become the next item of the list before it: `1`, `2.`, `-`. */
const ITEM_BEGINS = /^\s*(\d{1,9}[.)]?|[-*+])\s*$/;

/** All but the last block, which what comes next may change. */
function settledOf(blocks: readonly Block[]): readonly Block[] {
  const last = lastIndexOf(blocks);
  const before = lastIndexOf(blocks.slice(0, Math.max(0, last)));
  const goesOn = blocks[before]?.token.type === 'list' && ITEM_BEGINS.test(blocks[last]?.token.raw ?? '');
  return blocks.slice(0, Math.max(0, goesOn ? before : last));
}

const says = ({ token }: Block): boolean => token.type !== 'space';
const lastIndexOf = (blocks: readonly Block[]): number => blocks.findLastIndex(says);

function placed(tokens: readonly MarkedToken[], start: number): Block[] {
  let next = start;
  return tokens.map(token => {
    const block = { start: next, token };
    next += token.raw.length;
    return block;
  });
}

const lex = (text: string): MarkedToken[] => tokensOf(text).flatMap(shortened);

const tokensOf = (text: string): MarkedToken[] => new Lexer().lex(text) as MarkedToken[];

function shortened(token: MarkedToken): MarkedToken[] {
  if (token.raw.length <= LONG) return [token];
  if (token.type === 'paragraph') return pieces(token.raw).flatMap(tokensOf);
  return token.type === 'list' ? lastItemApart(token) : [token];
}

/** Cuts between two words. */
function pieces(text: string): string[] {
  return text.match(new RegExp(`[^]{1,${LONG}}(?=\\s|$)|[^]{1,${LONG}}`, 'g')) ?? [];
}

function lastItemApart({ raw, items }: Tokens.List): MarkedToken[] {
  const cut = items.slice(0, -1).reduce((length, item) => length + item.raw.length, 0);
  return [raw.slice(0, cut), raw.slice(cut)].flatMap(tokensOf);
}
