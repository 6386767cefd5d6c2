import { sessionIDOf, type OpencodeEvent, type Part } from '../../../lib/wire/index.js';

/** Told beside the turn, at moments of their own. */
const ASIDES = ['session.updated', 'session.diff'];
const DELTA = 'delta ';

/**
 * What was heard of a session, in words without ids and times. What differs from one run to the next on a real server is
 * left out: asides, how deltas were cut, how often a running tool was told, and whether that was before its human was
 * asked, or the text before it ended.
 */
export function storyOf(events: readonly OpencodeEvent[], sessionID: string): readonly string[] {
  const own = events.filter(event => sessionIDOf(event) === sessionID && !ASIDES.includes(event.type));
  const words = own.map(wordsFor).filter((line, at, all) => !isRepeated(line, at, all));
  const end = words.indexOf('session.deleted');
  return askedFirst(endedAtOnce(joined(end < 0 ? words : words.slice(0, end + 1))));
}

function wordsFor({ type, properties }: OpencodeEvent): string {
  const told = properties as Readonly<Record<string, unknown>>;
  // The rest of a message may be that of a later moment.
  if (type === 'message.updated') return `${type} ${(told['info'] as { role: string }).role}`;
  if (type === 'message.part.updated') return `${type} ${partWords(told['part'] as Part)}`;
  if (type === 'message.part.delta') return `${DELTA}${String(told['delta'])}`;
  if (type.startsWith('session.') && type !== 'session.status' && type !== 'session.error') return type;
  return `${type} ${plain(told)}`;
}

function partWords(part: Part): string {
  if (part.type === 'tool') return `${part.tool} ${part.state.status}`;
  if (part.type !== 'text' && part.type !== 'reasoning') return part.type;
  const text = part.time === undefined ? '…' : part.text;
  return `${part.type} ${text} ${part.time?.end === undefined ? 'open' : 'ended'}`;
}

/** Without ids and times, and without what only a real provider or a stack trace says. */
const plain = (value: object): string =>
  JSON.stringify(value, (key, inner: unknown) => {
    if (['id', 'sessionID', 'requestID', 'tool', 'next'].includes(key)) return undefined;
    return key === 'data' ? { message: (inner as { message: string }).message.split('\n')[0] } : inner;
  });

/** A prompt is told again with what it changed, and a tool while it runs. */
const isRepeated = (line: string, at: number, all: readonly string[]): boolean =>
  (line === 'message.updated user' || line.endsWith(' running')) && all.indexOf(line) < at;

function joined(lines: readonly string[]): readonly string[] {
  return lines.reduce<readonly string[]>((before, line) => {
    const last = before.at(-1);
    const goesOn = line.startsWith(DELTA) && last?.startsWith(DELTA) === true;
    return goesOn ? [...before.slice(0, -1), `${last}${line.slice(DELTA.length)}`] : [...before, line];
  }, []);
}

/** The end of each text, directly after its last words. */
function endedAtOnce(lines: readonly string[]): readonly string[] {
  const isLate = (line: string, index: number) => isEnd(line) && lines[index - 1]?.startsWith(DELTA) === false;
  const at = lines.findLastIndex(isLate);
  const words = lines.findLastIndex((line, index) => index < at && line.startsWith(DELTA));
  if (words < 0) return lines;
  return [...lines.slice(0, words + 1), lines[at]!, ...lines.slice(words + 1, at), ...lines.slice(at + 1)];
}

const isEnd = (line: string): boolean => /^message\.part\.updated (text|reasoning) .* ended$/.test(line);

function askedFirst(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line, index) => line.includes('.asked') && lines[index - 1]?.endsWith(' running'));
  return at < 0 ? lines : [...lines.slice(0, at - 1), lines[at]!, lines[at - 1]!, ...lines.slice(at + 1)];
}
