import { NEVER, of, throwError } from 'rxjs';
import { Keyed } from '../../../lib/live/standing/keyed.js';
import { record } from '../../support/recording.js';

/** Things that tell how often they were made. */
function stage() {
  const made: string[] = [];
  const things = new Keyed(key => ({ key, number: made.push(key) }));
  return { made, things };
}

describe('things by key', () => {
  it('are made when the first subscribes, one for all who use the same key', () => {
    const { made, things } = stage();
    const using = (key: string) => things.using(key, () => NEVER);
    const a = using('a');
    expect(made).toEqual([]);
    const users = [a.subscribe(), a.subscribe(), using('b').subscribe(), using('a').subscribe()];
    expect(made).toEqual(['a', 'b']);
    for (const user of users) user.unsubscribe();
  });

  it('stay until the last leaves, whoever that is, and are made anew afterwards', () => {
    const { made, things } = stage();
    const [first, second] = [things.using('a', () => NEVER).subscribe(), things.using('a', () => NEVER).subscribe()];
    first.unsubscribe();
    things
      .using('a', () => NEVER)
      .subscribe()
      .unsubscribe();
    expect(made).toEqual(['a']);
    second.unsubscribe();
    expect(record(things.using('a', ({ number }) => of(number))).values).toEqual([2]);
  });

  it('are left by what completes and by what errors, which is passed on', () => {
    const { made, things } = stage();
    const error = new Error('mine');
    expect(record(things.using('a', () => of(1)))).toMatchObject({ values: [1], ending: { kind: 'completed' } });
    expect(record(things.using('a', () => throwError(() => error))).ending).toEqual({ kind: 'errored', error });
    things
      .using('a', () => NEVER)
      .subscribe()
      .unsubscribe();
    expect(made).toEqual(['a', 'a', 'a']);
  });
});
