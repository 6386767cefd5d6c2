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

/** All but the last block, which what comes next may change. */
function settledOf(blocks: readonly Block[]): readonly Block[] {
  return blocks.slice(
    0,
    Math.max(
      0,
      blocks.findLastIndex(({ token }) => token.type !== 'space'),
    ),
  );
}

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
  const cut = raw.length - (items.at(-1)?.raw.length ?? 0);
  return [raw.slice(0, cut), raw.slice(cut)].flatMap(tokensOf);
}
