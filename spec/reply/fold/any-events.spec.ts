import * as fc from 'fast-check';
import { from, lastValueFrom, toArray } from 'rxjs';
import { replySteps, type EventLike } from '../../../lib/select/reply-steps.js';
import { ended, say, text } from '../../support/events.js';
import { ownEvents, readTrace, traceNames, type Trace } from '../../support/traces.js';

const traces: readonly Trace[] = traceNames.map(readTrace);

describe('replySteps()', () => {
  const junk = fc.oneof(
    fc.anything(),
    fc.constantFrom(null, '__proto__', [], {}, -1, NaN, '', 'text', 'tool', 'error'),
  );
  const recorded = fc.constantFrom(...traces.flatMap(({ events }) => events.filter((_event, at) => at % 5 === 0)));

  /** The event with something else at a place in it. */
  function spoiled(value: unknown, path: readonly number[], other: unknown): unknown {
    const [at, ...rest] = path;
    if (at === undefined || typeof value !== 'object' || value === null) return other;
    const keys = Object.keys(value);
    const key = keys[at % (keys.length || 1)];
    if (key === undefined) return other;
    const inner = spoiled((value as Record<string, unknown>)[key], rest, other);
    return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
  }

  const hostile = fc
    .tuple(recorded, fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }), junk)
    .map(([said, path, other]) => spoiled(said, path, other) as EventLike);

  it('is not thrown by whatever a server may say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...traces), fc.array(hostile, { maxLength: 20 }), async (trace, events) => {
        const steps = await lastValueFrom(from([...ownEvents(trace), ...events]).pipe(replySteps(), toArray()));
        expect(steps.map(({ reply }) => reply.toJSON().parts.length).at(-1)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  it("takes an event without properties, and none that calls itself the fold's own", async () => {
    const events = [{ type: 'session.idle' }, { type: 'turn.settled', properties: { status: 'failed' } }];
    const steps = await lastValueFrom(
      from([say.message(ended()), ...events, say.part(text('t', 'fine', { end: true }))]).pipe(replySteps(), toArray()),
    );
    expect(steps.at(-1)?.reply).toMatchObject({ status: 'completed', fullText: 'fine' });
  });

  it('goes on after an event of the wrong shape', async () => {
    const broken = { type: 'message.part.updated', properties: { part: { type: 'text' } } };
    const events = [say.message(ended()), broken, say.part(text('t', 'fine', { end: true }))];
    const steps = await lastValueFrom(from(events).pipe(replySteps(), toArray()));
    expect(steps.at(-1)?.reply.fullText).toBe('fine');
  });
});
