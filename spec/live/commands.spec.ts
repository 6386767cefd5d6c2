import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastValueFrom } from 'rxjs';
import { script, scripted, SCRIPTED_MODEL, step, text, wait } from '../../examples/sandbox/index.js';
import { BadRequestError } from '../../lib/index.js';
import { decide, expectEachAsStored, follow, followToGate, followToTool, say, watch } from '../support/follow.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { eventually, storedMessages, type StoredMessage } from '../support/sandbox.js';
import { saying, userMessage } from '../support/live-turns.js';

const greeting = scripted('Greet.', step(text('Greetings'), wait('greet'), text('.')));
const live = useLive({ config: { command: { greet: { template: greeting, description: 'Greets.' } } } });

/** How servers ask the model for a summary: until 1.3.2, and since 1.14.41. */
const SUMMARY = /continuing our conversation|anchored summary/;
const stored = (sessionID: string) => storedMessages(live().sandbox, sessionID);
const release = (gate: string) => live().sandbox.model.release(gate);

describe('a shell command', () => {
  it('before and after a turn is none of it', async () => {
    const { client, newSession } = live();
    const sessionID = await newSession();
    const run = (line: string) => lastValueFrom(client.shell(sessionID, line));
    await run('echo before');
    const ours = watch(client.stream(sessionID, say('Ours.')));
    await ours.seen.completion();
    await run('echo after');
    await expectEachAsStored(live(), ours);
    expect(ours.seen.values.flatMap(({ parts }) => parts.map(({ type }) => type))).not.toContain('tool');
    expect(await stored(sessionID)).toHaveLength(6);
  });

  it('that runs lets a prompt wait, which gets its own answer', async () => {
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    const command = record(client.shell(sessionID, 'until [ -e shell-may-end ]; do sleep 0.05; done; echo over'));
    await eventually(
      () => stored(sessionID),
      messages => messages.length === 2,
    );
    const ours = await follow(live(), sessionID, say('Ours.'));
    const shell = watch(client.attach(sessionID));
    await shell.seen.until(({ parts }) => parts.length > 0);
    expect([ours.seen.last.status, ours.seen.ending]).toStrictEqual(['waiting', undefined]);
    writeFileSync(join(sandbox.directory, 'shell-may-end'), '');
    await command.completion();
    await expectEachAsStored(live(), ours, shell);
    expect(ours.seen.last).toMatchObject({ status: 'completed', fullText: 'Ours.', toolParts: [] });
    expect(shell.seen.last).toMatchObject({ status: 'completed', toolParts: [{ tool: 'bash', status: 'completed' }] });
  });

  it('is refused while a turn runs, which goes on', async () => {
    const sessionID = await live().newSession();
    const ours = await followToGate(live(), sessionID, 'shell', text('.'));
    const refusal = record(live().client.shell(sessionID, 'echo no'));
    const error = await refusal.error();
    release('shell');
    await expectEachAsStored(live(), ours);
    expect(ours.seen.last).toMatchObject({ status: 'completed', fullText: 'First.', toolParts: [] });
    expect(error).toHaveProperty('response.status', expect.any(Number));
    needs(live().sandbox, 'a 400 for a shell command of a busy session');
    expect(error).toBeInstanceOf(BadRequestError);
  });
});

describe('a slash command', () => {
  it('waits behind a turn, and lets a prompt wait: each has its own answer', async () => {
    const { client, newSession } = live();
    const sessionID = await newSession();
    const before = await followToGate(live(), sessionID, 'command', text('.'));
    const command = record(client.command(sessionID, 'greet'));
    const messageID = await userMessage(live().sandbox, sessionID, saying('Greet.'));
    release('command');
    await live().sandbox.model.reached('greet');
    const after = await follow(live(), sessionID, say('Second.'));
    const between = watch(client.attach(sessionID, { messageID }));
    release('greet');
    await command.completion();
    await expectEachAsStored(live(), before, between, after);
    expect([before, between, after].map(({ seen }) => [seen.last.fullText, seen.last.absorbedBy])).toEqual([
      ['First.', undefined],
      ['Greetings.', undefined],
      ['Second.', undefined],
    ]);
  });

  it('init waits behind a turn as well', async () => {
    const { client, newSession } = live();
    const sessionID = await newSession();
    const ours = await followToGate(live(), sessionID, 'init', text('.'));
    const init = record(client.init(sessionID, { model: SCRIPTED_MODEL }));
    const messageID = await userMessage(live().sandbox, sessionID, saying('AGENTS.md'));
    release('init');
    await init.completion();
    const theirs = watch(client.attach(sessionID, { messageID }));
    await expectEachAsStored(live(), ours, theirs);
    expect(ours.seen.last).toMatchObject({ status: 'completed', fullText: 'First.' });
  });
});

describe('a summary', () => {
  const isCompaction = ({ parts }: StoredMessage) => parts.some(({ type }) => type === 'compaction');
  const summarize = (sessionID: string) => record(live().client.summarize(sessionID, { model: SCRIPTED_MODEL }));

  it('between two turns is neither', async () => {
    const { client, newSession, sandbox } = live();
    sandbox.model.on(SUMMARY, script(step(text('In short: one.'))));
    const sessionID = await newSession();
    const one = watch(client.stream(sessionID, say('One.')));
    await one.seen.completion();
    await summarize(sessionID).completion();
    const two = watch(client.stream(sessionID, say('Two.')));
    await expectEachAsStored(live(), one, two);
    expect([one.seen.last.fullText, two.seen.last.fullText]).toEqual(['One.', 'Two.']);
    expect((await stored(sessionID)).filter(({ info }) => info['summary'] === true)).toHaveLength(1);
  });

  it('waits behind a turn, passes over a prompt between them, and lets a later one wait', async () => {
    const { newSession, sandbox } = live();
    sandbox.model.on(SUMMARY, script(step(text('In short'), wait('summary'), text('.'))));
    const sessionID = await newSession();
    const first = await followToGate(live(), sessionID, 'before summary', text('.'));
    const between = await follow(live(), sessionID, say('Between.'));
    const summary = summarize(sessionID);
    const summaryID = await userMessage(live().sandbox, sessionID, isCompaction);
    release('before summary');
    await sandbox.model.reached('summary');
    const later = await follow(live(), sessionID, say('Later.'));
    await Promise.all([first.seen.completion(), between.seen.completion()]);
    release('summary');
    await summary.completion();
    await expectEachAsStored(live(), first, between, later);
    expect([first, between, later].map(({ seen }) => [seen.last.fullText, seen.last.absorbedBy])).toEqual([
      ['First.', undefined],
      ['', summaryID],
      ['Later.', undefined],
    ]);
  });

  it('takes a turn over in its tool step, like any prompt', async () => {
    const { newSession, sandbox } = live();
    sandbox.model.on(SUMMARY, script(step(text('In short.'))));
    const sessionID = await newSession();
    const ours = await followToTool(live(), sessionID);
    const summary = summarize(sessionID);
    const summaryID = await userMessage(live().sandbox, sessionID, isCompaction);
    await decide(live(), ours, 'once');
    await summary.completion();
    await expectEachAsStored(live(), ours);
    expect(ours.seen.last).toMatchObject({ status: 'completed', absorbedBy: summaryID, fullText: 'First.' });
    expect(ours.seen.last.toolParts.map(({ status }) => status)).toEqual(['completed']);
  });
});
