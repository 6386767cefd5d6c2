import * as fc from 'fast-check';
import { from, lastValueFrom, toArray, type OperatorFunction } from 'rxjs';
import type { ReplyObserver } from '../../lib/reply/observer.js';
import { observeReply } from '../../lib/select/observe-reply.js';
import { ofType } from '../../lib/select/of-type.js';
import { paced } from '../../lib/select/paced.js';
import { pendingPermissions } from '../../lib/select/pending-permissions.js';
import { pendingQuestions } from '../../lib/select/pending-questions.js';
import { replySteps, type EventLike } from '../../lib/select/reply-steps.js';
import { toReply } from '../../lib/select/to-reply.js';
import { todos } from '../../lib/select/todos.js';
import { toolParts } from '../../lib/select/tool-parts.js';
import { deepFreeze } from '../support/deep-freeze.js';
import { AMPLE, runs } from '../support/fuzz.js';
import { anyEvent } from '../support/hostile/events.js';
import { anyFrame } from '../support/hostile/frames.js';
import { untouched } from '../support/hostile/prototypes.js';

untouched();

const told: string[] = [];
const observer: ReplyObserver = Object.fromEntries(
  ['partAdded', 'partChanged', 'partFinalized', 'toolProgressed', 'todosChanged', 'questionAsked'].map(name => [
    name,
    ({ type }: { type: string }) => told.push(type),
  ]),
);

const operators: Readonly<Record<string, () => OperatorFunction<EventLike, unknown>>> = {
  replySteps,
  toReply,
  toolParts,
  todos,
  pendingQuestions,
  pendingPermissions,
  observeReply: () => observeReply(observer),
  ofType: () => ofType('message.updated', 'todo.updated'),
  paced,
};

/** What calls itself an event, in whatever shape. */
const anyEventLike: fc.Arbitrary<EventLike> = fc.oneof(
  { weight: 5, arbitrary: anyEvent },
  anyFrame.map(eventIn),
  fc.anything().map(properties => ({ type: 'message.part.updated', properties })),
);

function eventIn(frame: string): EventLike {
  try {
    return Object(JSON.parse(frame)) as EventLike;
  } catch {
    return { type: frame };
  }
}

describe.each(Object.entries(operators))('%s()', (_name, operator) => {
  it(
    'takes whatever comes, changes nothing of it, and ends when that ends',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyEventLike, { maxLength: 30 }), async events => {
          const values = await lastValueFrom(from(deepFreeze(events)).pipe(operator(), toArray()));
          deepFreeze(values);
        }),
        runs(80, 5),
      );
    },
    AMPLE,
  );
});

it('an observer hears what the steps tell, in their order', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), events => {
      const names: string[] = [];
      told.length = 0;
      from(events)
        .pipe(replySteps())
        .subscribe(({ transition }) => transition && names.push(transition.type));
      from(events).pipe(observeReply(observer)).subscribe();
      expect(told).toEqual(names.filter(name => name in observer));
    }),
    runs(200, 5),
  );
});
