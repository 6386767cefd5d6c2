import { lastValueFrom, of, toArray } from 'rxjs';
import type { EventLike } from '../../lib/select/reply-steps.js';
import { marbles } from '../support/marbles.js';

import { cases, nothing, type Case, type Shown } from './cases.js';

/** Time enough between two events for what the fullest of them makes. */
const GAP = 20;

/** A diagram of what an operator emits when the events come `GAP` frames apart, with the letters of its values. */
function diagram({ first, heard }: Case, events: readonly number[], end: string) {
  const values: Record<string, Shown> = {};
  const group = (shown: readonly Shown[]) => {
    const letters = shown.map(value => {
      const letter = String.fromCharCode(65 + Object.keys(values).length);
      values[letter] = value;
      return letter;
    });
    return letters.length === 0
      ? { marble: '', frames: 0 }
      : { marble: `(${letters.join('')})`, frames: letters.length + 2 };
  };
  const start = group(first === undefined ? [] : [first]);
  const rest = events.map(at => {
    const [, ...shown] = heard[at] ?? [nothing];
    const { marble, frames } = group(shown);
    return `${marble} ${GAP - frames}ms `;
  });
  return { marble: `${start.marble} ${GAP - start.frames}ms ${rest.join('')}${end}`, values };
}

const sourceOf = (events: readonly number[], end: string) =>
  `${GAP}ms ${events.map(at => `${at} ${GAP - 1}ms `).join('')}${end}`;

const inputs = ({ heard }: Case) => Object.fromEntries(heard.map(([event], at) => [String(at), event]));

describe.each(cases)('$name()', subject => {
  const { operator, first, heard } = subject;
  const alone = first === undefined ? '-' : 'A';

  it('waits with a source that never emits', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<EventLike>('-');
      expectObservable(source.pipe(operator)).toBe(alone, { A: first });
      expectSubscriptions(source.subscriptions).toBe('^');
    });
  });

  it('completes with an empty source', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<EventLike>('----|');
      expectObservable(source.pipe(operator)).toBe(first === undefined ? '----|' : 'A---|', { A: first });
      expectSubscriptions(source.subscriptions).toBe('^---!');
    });
  });

  it.each([
    ['one event', [0]],
    ['many events', [0, 1, 2, 3]],
  ])('makes of %s what it says', (_name, events) => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(sourceOf(events, '|'), inputs(subject));
      const { marble, values } = diagram(subject, events, '|');
      expectObservable(source.pipe(operator)).toBe(marble, values);
      expectSubscriptions(source.subscriptions).toBe(`^ ${GAP * (events.length + 1) - 1}ms !`);
    });
  });

  it('errors with its source, after what came before', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(sourceOf([0], '#'), inputs(subject));
      const { marble, values } = diagram(subject, [0], '#');
      expectObservable(source.pipe(operator)).toBe(marble, values);
      expectSubscriptions(source.subscriptions).toBe(`^ ${GAP * 2 - 1}ms !`);
    });
  });

  it('goes on as long as an endless source', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(sourceOf([0, 1, 2, 3], '-'), inputs(subject));
      const { marble, values } = diagram(subject, [0, 1, 2, 3], '-');
      expectObservable(source.pipe(operator)).toBe(marble, values);
      expectSubscriptions(source.subscriptions).toBe('^');
    });
  });

  it('lets go of its source when it is unsubscribed from', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(sourceOf([0, 1, 2, 3], '|'), inputs(subject));
      const until = `^ ${GAP * 2 - 1}ms !`;
      const { marble, values } = diagram(subject, [0], '');
      expectObservable(source.pipe(operator), until).toBe(marble, values);
      expectSubscriptions(source.subscriptions).toBe(until);
    });
  });

  it('starts anew for each subscriber', async () => {
    const out$ = of(...heard.map(([event]) => event)).pipe(operator, toArray());
    expect(await lastValueFrom(out$)).toEqual(await lastValueFrom(out$));
  });
});
