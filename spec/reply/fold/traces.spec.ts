import { from, lastValueFrom, tap, toArray } from 'rxjs';
import { distill } from '../../../lib/reply/result.js';
import type { Step } from '../../../lib/reply/transition.js';
import { replySteps } from '../../../lib/select/reply-steps.js';
import { toReply } from '../../../lib/select/to-reply.js';
import { deepFreeze } from '../../support/deep-freeze.js';
import { freezeReply, inTurn, nameOf, turn } from '../../support/fold.js';
import { ownEvents, readTrace, traceNames } from '../../support/traces.js';
import { stories } from './stories.js';
import { outcomeIn, partsIn, usageIn } from '../../support/stored.js';

const repeats = (names: readonly string[]): string =>
  names.join(' ').replace(/\b(\w+)(?: \1\b)+/g, (run, name: string) => `${name}×${run.split(' ').length}`);

describe.each(traceNames)('the recorded turn %s', name => {
  const trace = readTrace(name);
  const { sessionID, messageID, messages } = trace;
  const parts = partsIn(messages);
  const userTexts = messages
    .filter(({ info }) => info.role === 'user')
    .flatMap(message => message.parts)
    .flatMap(part => (part.type === 'text' ? part.text : []));

  const unscoped = (): Promise<Step[]> =>
    lastValueFrom(
      from(ownEvents(trace).map(deepFreeze)).pipe(
        replySteps(),
        tap(step => {
          deepFreeze(step);
          freezeReply(step.reply);
        }),
        toArray(),
      ),
    );
  const scoped = () => inTurn({ scope: { sessionID, messageID } }).then(...trace.events);

  it('gives what the store holds, folded whole', async () => {
    const reply = await lastValueFrom(from(ownEvents(trace).map(deepFreeze)).pipe(toReply()));
    expect(reply.parts).toEqual(parts);
    expect(reply.status).toBe(outcomeIn(messages));
    expect(reply).toMatchObject(usageIn(messages));
  });

  it('gives what the store holds, found by its prompt among everything the server said', () => {
    const { reply } = scoped();
    expect(reply.parts).toEqual(parts);
    expect(reply).toMatchObject(usageIn(messages));
    expect(reply.status).toBe('working');
  });

  it('is not changed by the store, and ends as it is judged', () => {
    const heard = scoped();
    const status = outcomeIn(messages);
    const settled = heard.then(turn.fetched({ messages, questions: [], permissions: [] }), turn.settled({ status }));
    expect(settled.reply.parts).toBe(heard.reply.parts);
    expect(settled.reply).toMatchObject({ status, ...usageIn(messages) });
    expect(settled.names).toEqual([`[${status}]`]);
  });

  it('never shows what the user said', async () => {
    const steps = [...(await unscoped()), ...scoped().steps];
    const shown = steps.flatMap(({ reply }) => reply.parts);
    expect(shown.filter(part => part.messageID === messageID)).toEqual([]);
    expect(userTexts).not.toHaveLength(0);
    expect(steps.filter(({ reply }) => userTexts.some(said => reply.fullText.includes(said)))).toEqual([]);
  });

  it('tells its story', async () => {
    expect(repeats((await unscoped()).map(nameOf))).toBe(stories[name]);
  });

  it('joins its texts, counts its tools, and survives JSON', async () => {
    const reply = (await unscoped()).at(-1)?.reply;
    const textsOf = (type: string) =>
      parts.flatMap(part => (part.type === type && 'content' in part ? part.content : []));
    expect(reply?.fullText).toBe(textsOf('text').filter(Boolean).join('\n\n'));
    expect(reply?.reasoningText).toBe(textsOf('reasoning').filter(Boolean).join('\n\n'));
    expect(reply?.toolParts).toEqual(parts.filter(part => part.type === 'tool'));
    expect(reply?.result).toEqual(distill(reply?.parts ?? []));
    expect(JSON.parse(JSON.stringify(reply))).toEqual(reply?.toJSON());
    expect(reply?.toJSON()).toMatchObject({ ...reply?.result, status: reply?.status, cost: reply?.cost });
  });

  it('asks nobody at its end', async () => {
    const { reply } = (await unscoped()).at(-1)!;
    expect([reply.promptBlocked, reply.pendingQuestions, reply.pendingPermissions, reply.retry]).toEqual([
      false,
      [],
      [],
      undefined,
    ]);
  });
});
