import { delayWhen, from, lastValueFrom, timer, VirtualTimeScheduler } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { pause, ScriptedOpencode } from '../../lib/testing/index.js';
import { toReply } from '../../lib/select/to-reply.js';
import { ownEvents, readTrace as readRecorded } from '../support/traces.js';
import { readTrace } from '../../lib/testing/world/trace.js';
import type { Part } from '../../lib/wire/index.js';
import type { Reply } from '../../lib/reply/reply.js';

const textOf = (part: Part): string => (part.type === 'text' ? part.text : '');

describe('a scripted server in virtual time', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('opens an event stream as late as it is delayed', async () => {
    const scheduler = new VirtualTimeScheduler();
    const server = new ScriptedOpencode({ scheduler });
    server.delay(1_000, { path: '/event' });
    const opened = server.fetch('http://opencode.test/event');
    expect(server.connections).toBe(0);
    scheduler.flush();
    expect(server.connections).toBe(1);
    await (await opened).body?.cancel();
    expect(server.connections).toBe(0);
  });

  it('keeps to the fake timers of jest, and its connection lives as long as they run', async () => {
    jest.useFakeTimers();
    const server = new ScriptedOpencode().onPrompt(['One', pause(500_000), ' two']);
    const client = server.client();
    const { id } = server.addSession();
    const replies: Reply[] = [];
    client.stream(id, 'Hi').subscribe(reply => replies.push(reply));
    await jest.advanceTimersByTimeAsync(499_000);
    expect(replies.at(-1)).toMatchObject({ status: 'working', fullText: 'One' });
    expect(server.requestsTo('GET /event')).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'One two' });
    client.close();
    expect([server.connections, jest.getTimerCount()]).toEqual([0, 0]);
  });

  it('keeps to a scheduler that it is given: what it does is done when that is flushed', async () => {
    const scheduler = new VirtualTimeScheduler();
    const server = new ScriptedOpencode({ scheduler }).onPrompt([pause(3_600_000), 'Hello.']);
    const { id } = server.addSession();
    server.prompt(id, 'Hi');
    scheduler.flush();
    expect(scheduler.now()).toBeGreaterThan(3_600_000);
    expect(server.store.statuses).toEqual({});
    const client = server.client();
    const reply = await lastValueFrom(client.attach(id));
    expect(reply.fullText).toBe('Hello.');
    client.close();
  });

  it('gives recorded events to marbles, for whatever folds them', () => {
    const recorded = readRecorded('plain');
    const events = readTrace(recorded.body);
    expect(events).toEqual(recorded.events);
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(({ flush }) => {
      const texts: string[] = [];
      from(ownEvents(recorded))
        .pipe(
          delayWhen((_event, index) => timer(1000 * index)),
          toReply(),
        )
        .subscribe(reply => texts.push(reply.fullText));
      flush();
      expect(texts.at(-1)).toBe(recorded.messages.at(-1)!.parts.map(textOf).join(''));
    });
  });
});
