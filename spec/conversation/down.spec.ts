import { defer, of, throwError } from 'rxjs';
import { isDown } from '../../examples/conversation-recipe/db/is-down.js';
import { stubborn } from '../../examples/conversation-recipe/db/stubborn.js';
import { ConnectionError } from '../../lib/index.js';
import { marbles } from '../support/marbles.js';

const coded = (code: string) => Object.assign(new Error('no'), { code });
const within = (cause: unknown) => new Error('Failed query: select 1', { cause });
const refused = coded('ECONNREFUSED');

describe('isDown()', () => {
  it.each([
    ['a connection that is refused', refused],
    ['one that breaks', within(coded('ECONNRESET'))],
    ['a name that is not found', coded('EAI_AGAIN')],
    ['a socket that is not there', coded('ENOENT')],
    ['all addresses refused', Object.assign(new AggregateError([refused], ''), { code: 'ECONNREFUSED' })],
    ['a shutdown', coded('57P01')],
    ['a crash', coded('57P02')],
    ['a start', coded('57P03')],
    ['a primary that is a standby now', within(coded('25006'))],
    ['a transaction that was idle for too long', within(coded('25P03'))],
    ['a lock that was not given', within(coded('55P03'))],
    ['too many connections', coded('53300')],
    ['a deadlock', within(coded('40P01'))],
    ['a connection that ended', within(new Error('Connection terminated unexpectedly'))],
    ['no connection in time', new Error('timeout expired')],
    ['none in the pool in time', new Error('timeout exceeded when trying to connect')],
    ['no answer in time', within(new Error('Query read timeout'))],
  ])('is true of %s', (_, error) => {
    expect(isDown(error)).toBe(true);
  });

  it.each([
    ['a password that is refused', coded('28P01')],
    ['a database that is not there', coded('3D000')],
    ['a value there already', within(coded('23505'))],
    ['a row that is refused', within(coded('23514'))],
    ['a pool that was closed', new Error('Cannot use a pool after calling end on the pool')],
    ['an OpenCode server that is away', new ConnectionError('GET /session: refused', { cause: refused })],
    ['no error', 'ECONNREFUSED'],
    ['nothing', null],
  ])('is false of %s', (_, error) => {
    expect(isDown(error)).toBe(false);
  });
});

describe('stubborn()', () => {
  it('asks again half a second later for as long as the database is away', () => {
    marbles(({ cold, expectObservable }) => {
      const tries = [cold('5ms #', undefined, refused), cold('5ms #', undefined, coded('57P03')), cold('5ms (a|)')];
      let asked = 0;
      expectObservable(stubborn(() => tries[asked++] ?? of('too often'))).toBe('5ms 500ms 5ms 500ms 5ms (a|)');
    });
  });

  it('waits no longer for it than its subscriber does', () => {
    marbles(({ cold, expectObservable, flush }) => {
      let asked = 0;
      const away = defer(() => (asked++, cold('5ms #', undefined, refused)));
      expectObservable(
        stubborn(() => away),
        '1200ms !',
      ).toBe('');
      flush();
      expect(asked).toBe(3);
    });
  });

  it('passes on what is no matter of time, and what was answered before', () => {
    marbles(({ expectObservable }) => {
      const error = coded('23505');
      expectObservable(stubborn(() => throwError(() => error))).toBe('#', undefined, error);
      expectObservable(stubborn(() => of('a'))).toBe('(a|)');
    });
  });
});
