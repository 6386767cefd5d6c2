import type { Sandbox } from '../../../examples/sandbox/index.js';
import { storedMessages, type StoredMessage } from '../../support/sandbox.js';
import type { Dashboard } from './dashboard.js';
import { repeatedly } from './repeatedly.js';

/** One message: whose it is, the texts in it that are searched for, and every numbered word in their order. */
interface Shown {
  readonly name: string;
  readonly text: string;
  readonly numbered: readonly string[];
}

/** Words that tell at a glance which is missing, and which is there twice: `w1 w2 w3`. */
export const numberedWords = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `w${from + index}`).join(' ');

/**
 * The page shows, message by message, exactly what the server has: waits for it, as the page is drawn a frame later,
 * and then compares.
 */
export async function expectAsStored(dashboard: Dashboard, sandbox: Sandbox): Promise<void> {
  const stored = await storedMessages(sandbox, dashboard.sessionID);
  expect(stored.length).toBeGreaterThan(0);
  await repeatedly(async () => {
    const shown = await messagesOf(dashboard);
    expect(shown.map(({ name }) => name)).toEqual(stored.map(nameOf));
    stored.forEach((message, index) => expectShown(message, shown[index]));
  });
}

function expectShown(message: StoredMessage, shown: Shown | undefined): void {
  const texts = textsOf(message);
  expect(texts.filter(text => shown?.text.includes(text) !== true)).toEqual([]);
  expect(shown?.numbered).toEqual(texts.flatMap(numberedIn));
}

async function messagesOf({ messages }: Dashboard): Promise<readonly Shown[]> {
  const found = await messages.evaluateAll(articles =>
    articles.map(article => ({
      name: article.getAttribute('aria-label') ?? '',
      text: (article as HTMLElement).innerText,
    })),
  );
  return found.map(({ name, text }) => ({ name, text: oneLine(text), numbered: numberedIn(text) }));
}

const nameOf = ({ info }: StoredMessage): string => (info.role === 'user' ? 'You' : 'Assistant');

const textsOf = ({ parts }: StoredMessage): readonly string[] =>
  parts.flatMap(({ type, text = '' }) => (type === 'text' ? [oneLine(text)] : []));

const numberedIn = (text: string): readonly string[] => text.match(/\bw\d+\b/g) ?? [];

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
