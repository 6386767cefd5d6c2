import { lastValueFrom } from 'rxjs';
import { bash, scripted, step, text } from '../../examples/sandbox/index.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { plainPrompt, plainTurn, storedMessages, eventually } from '../support/sandbox.js';
import { expectBeginnings, expectTrue, textOf, WatchedSession } from '../support/watched-session.js';

/** So short that one long tool output fills it. */
const limit = { context: 40_000, output: 4_000 };

const live = useLive({
  config: { permission: { bash: 'allow' }, provider: { scripted: { models: { scripted: { limit } } } } },
});

const judge = () => live().newClient({ baseUrl: live().sandbox.url });

const MESSAGES = 130;

/** Milliseconds in which so many are stored on a busy machine. */
const PATIENCE = 180_000;

const note = (sessionID: string, words: string) => plainPrompt(live().sandbox, sessionID, words, { noReply: true });

/** A session with so many messages, none of which wants an answer. */
async function longSession(): Promise<string> {
  const sessionID = await live().newSession();
  for (let at = 0; at < MESSAGES; at += 10) {
    for (let more = at; more < at + 10; more++) await note(sessionID, `Note ${more}`);
    await eventually(
      () => storedMessages(live().sandbox, sessionID),
      ({ length }) => length === at + 10,
    );
  }
  return sessionID;
}

describe('a view of a long session', () => {
  it(
    'has the newest messages, more when it is asked, and as many after a gap',
    async () => {
      needs(live().sandbox, 'pages of messages');
      const { client, proxy } = live();
      const sessionID = await longSession();
      const seen = new WatchedSession(client.session(sessionID));
      const hasEarlier = record(seen.view.hasEarlier$);
      await expectTrue(judge(), seen, 50);
      const newest = seen.messages.last;
      expect(hasEarlier.last).toBe(true);
      await expect(lastValueFrom(seen.view.loadEarlier())).resolves.toBe(true);
      await expectTrue(judge(), seen, 100);
      expect(seen.messages.last.slice(50).every((message, at) => message === newest[at])).toBe(true);
      await proxy.down();
      await lastValueFrom(judge().deleteMessage(sessionID, seen.messages.last[10]?.info.id ?? ''));
      await note(sessionID, 'Unheard');
      await proxy.up();
      await seen.messages.until(messages => textOf(messages.at(-1)) === 'Unheard');
      expect(seen.messages.last.length).toBeGreaterThanOrEqual(100);
      await expectTrue(judge(), seen, seen.messages.last.length);
      while (await lastValueFrom(seen.view.loadEarlier()));
      await expectTrue(judge(), seen);
      expect(seen.messages.last).toHaveLength(MESSAGES);
      await hasEarlier.until(more => !more);
      await expect(lastValueFrom(seen.view.loadEarlier())).resolves.toBe(false);
      hasEarlier.unsubscribe();
      seen.leave();
    },
    PATIENCE,
  );
});

/** A step whose output is a quarter of what the model can take. */
const bulky = (words: string) => step(text(words), bash('head -c 50000 /dev/zero | tr "\\0" x | fold -w 100'));

const SUMMARY = /Here is the conversation so far|Create a new anchored summary|continuing our conversation above/;
const GO_ON = /^(Continue if you have next steps|The previous request exceeded)/;

describe('a view of a session that is compacted', () => {
  it('shows all of it, the summary and what follows it too', async () => {
    needs(live().sandbox, 'going on by itself after a summary');
    const { client, newSession, sandbox } = live();
    sandbox.model.on(GO_ON, [step(text('Done after all.'))]);
    sandbox.model.on(SUMMARY, [step(text('The summary.'))]);
    const sessionID = await newSession();
    const seen = new WatchedSession(client.session(sessionID));
    await plainTurn(sandbox, sessionID, scripted('Fill.', ...['One.', 'Two.', 'Three.', 'Four.'].map(bulky)));
    await seen.says('Done after all.');
    await expectTrue(judge(), seen);
    expectBeginnings(seen);
    expect(seen.messages.last.map(textOf)).toContain('The summary.');
    seen.leave();
  });
});
