import * as fc from 'fast-check';
import { decodeEvent, decodeGlobalEvent, eventChecks, parentIDOf, sessionIDOf } from '../../lib/wire/index.js';
import { AMPLE, runs } from '../support/fuzz.js';
import { anyEvent } from '../support/hostile/events.js';
import { anyFrame, written } from '../support/hostile/frames.js';
import { untouched } from '../support/hostile/prototypes.js';

describe('decodeEvent', () => {
  untouched();

  it(
    'throws at nothing a frame may hold: it is an event or says why not',
    () => {
      fc.assert(
        fc.property(anyFrame, frame => {
          const data = written(frame);
          const { event, invalid } = decodeEvent(data);
          expect(decodeGlobalEvent(data)).toBeDefined();
          if (event === undefined) {
            expect(invalid.reason).toMatch(/./);
            return;
          }
          expect([typeof event.type, typeof event.properties]).toEqual(['string', 'object']);
          expect(['string', 'undefined']).toContain(typeof sessionIDOf(event));
          expect(['string', 'undefined']).toContain(typeof parentIDOf(event));
        }),
        runs(1_500),
      );
    },
    AMPLE,
  );

  it(
    'lets every event pass that has what is read, and is checked again with the same result',
    () => {
      fc.assert(
        fc.property(anyEvent, event => {
          const data = JSON.stringify(event);
          expect(decodeEvent(data)).toEqual({ event: JSON.parse(data) as unknown });
          expect(decodeGlobalEvent(JSON.stringify({ directory: '/', payload: event })).event).toBeDefined();
        }),
        runs(500),
      );
    },
    AMPLE,
  );

  it(
    'takes no known type with a field of another type than it reads',
    () => {
      fc.assert(
        fc.property(anyFrame, frame => {
          const { event } = decodeEvent(written(frame));
          const check = event === undefined ? undefined : eventChecks.get(event.type);
          if (check) expect(check.safeParse(event?.properties).success).toBe(true);
        }),
        runs(500),
      );
    },
    AMPLE,
  );
});
