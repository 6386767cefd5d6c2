import { OpencodeError } from '../../../lib/errors.js';
import { Troubles } from '../../../lib/live/standing/troubles.js';
import { record } from '../../support/recording.js';

const error = (message: string) => new OpencodeError(message);

describe('the troubles of a view', () => {
  it('are told by the latest that was not made good since: now, and after each change', () => {
    const troubles = new Troubles();
    const [one, other] = [error('one'), error('other')];
    const seen = record(troubles.error$);
    troubles.report('info', one);
    troubles.report('messages', other);
    expect(record(troubles.error$).atOnce).toEqual([other]);
    troubles.report('messages', undefined);
    troubles.report('info', undefined);
    expect(seen.values).toStrictEqual([undefined, one, other, one, undefined]);
    expect(seen.ending).toBeUndefined();
  });

  it('have whatever failed again last, with its new error', () => {
    const troubles = new Troubles();
    const [one, other, again] = [error('one'), error('other'), error('again')];
    troubles.report('info', one);
    troubles.report('messages', other);
    const seen = record(troubles.error$);
    troubles.report('info', again);
    troubles.report('info', undefined);
    expect(seen.values).toEqual([other, again, other]);
  });

  it('are not told again when nothing changed in the latest', () => {
    const troubles = new Troubles();
    const [one, other] = [error('one'), error('other')];
    const seen = record(troubles.error$);
    troubles.report('info', undefined);
    troubles.report('info', one);
    troubles.report('messages', other);
    troubles.report('info', undefined);
    troubles.report('messages', other);
    expect(seen.values).toStrictEqual([undefined, one, other]);
  });

  it('end with what ended it, which is the last word for those who come later too', () => {
    const troubles = new Troubles();
    const gone = error('gone');
    const seen = record(troubles.error$);
    troubles.end(gone);
    troubles.end(error('gone again'));
    troubles.report('info', error('late'));
    expect(seen.values).toStrictEqual([undefined, gone]);
    expect(record(troubles.error$).values).toEqual([gone]);
    expect([seen.ending, record(troubles.error$).ending]).toEqual([{ kind: 'completed' }, { kind: 'completed' }]);
  });
});
