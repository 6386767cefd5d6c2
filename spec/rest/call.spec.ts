import { firstValueFrom } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import * as z from 'zod';
import { ProtocolError, SessionNotFoundError, TimeoutError } from '../../lib/errors.js';
import * as rest from '../../lib/rest/index.js';
import { json } from '../support/scripted-fetch.js';
import { stub } from './support.js';

const failureOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => 'no error',
    (error: unknown) => error,
  );

describe('every call', () => {
  it('sends nothing before subscribe, and once for each subscription', async () => {
    const { http, calls } = stub(() => json({ id: 'ses_1' }));
    const session$ = rest.getSession(http, 'ses_1');
    expect(calls).toHaveLength(0);
    await firstValueFrom(session$);
    await firstValueFrom(session$);
    expect(calls).toHaveLength(2);
  });

  it('aborts when unsubscribed', () => {
    const { http, calls } = stub(() => new Promise<never>(() => undefined));
    rest.getSession(http, 'ses_1').subscribe().unsubscribe();
    expect(calls.map(call => call.signal.aborted)).toEqual([true]);
  });

  it('hands on fields it does not know', async () => {
    const answer = { id: 'ses_1', brandNew: { deep: [1] } };
    const { http } = stub(() => json(answer));
    expect(await firstValueFrom(rest.getSession(http, 'ses_1'))).toEqual(answer);
  });

  it('errors with ProtocolError when the answer has another shape', async () => {
    const { http } = stub(() => json([{ id: 'ses_1' }, { title: 'no id' }]));
    const error = await failureOf(firstValueFrom(rest.listSessions(http, { search: 'secret' })));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toHaveProperty('message', 'GET /session: not the answer the API promises: 1.id: not a string');
    expect(error).toHaveProperty('response.status', 200);
  });

  it('errors with the server’s own refusal', async () => {
    const body = { name: 'NotFoundError', data: { message: 'Session not found: ses_1' } };
    const { http } = stub(() => json(body, { status: 404 }));
    const error = await failureOf(firstValueFrom(rest.todos(http, 'ses_1')));
    expect(error).toBeInstanceOf(SessionNotFoundError);
    expect(error).toHaveProperty('message', 'GET /session/ses_1/todo: Session not found: ses_1 (404)');
  });
});

describe('the time an answer may take', () => {
  const scheduler = (): TestScheduler =>
    new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
  const { http } = stub(() => new Promise<never>(() => undefined));

  it('is the context’s, or the call’s own', () => {
    scheduler().run(({ expectObservable }) => {
      const error = (limit: number): TimeoutError =>
        new TimeoutError(`GET /session/s took longer than ${limit} ms (timeout)`);
      expectObservable(rest.getSession(http, 's')).toBe('10s #', undefined, error(10_000));
      expectObservable(rest.getSession(http, 's', { timeout: 50 })).toBe('50ms #', undefined, error(50));
      expectObservable(rest.getSession(http, 's', { timeout: false }), '60m !').toBe('');
    });
  });

  it('is without end where the server answers when a turn is over', () => {
    const model = 'p/m';
    scheduler().run(({ expectObservable }) => {
      expectObservable(rest.sendMessage(http, 's', 'x'), '60m !').toBe('');
      expectObservable(rest.command(http, 's', 'x', { timeout: undefined }), '60m !').toBe('');
      expectObservable(rest.shell(http, 's', 'x'), '60m !').toBe('');
      expectObservable(rest.summarize(http, 's', { model }), '60m !').toBe('');
      expectObservable(rest.init(http, 's', { model }), '60m !').toBe('');
      const error = new TimeoutError('POST /session/s/message took longer than 9 ms (timeout)');
      expectObservable(rest.sendMessage(http, 's', 'x', { timeout: 9 })).toBe('9ms #', undefined, error);
    });
  });
});

describe('getMessages', () => {
  const message = { info: { id: 'msg_1', role: 'user' }, parts: [] };

  it('has the cursor of the page before, out of sight', async () => {
    const { http } = stub(() => json([message], { headers: { 'x-next-cursor': 'abc' } }));
    const page = await firstValueFrom(rest.getMessages(http, 's', { limit: 1 }));
    expect(page.nextCursor).toBe('abc');
    expect(page).toEqual([message]);
    expect(Object.keys(page)).toEqual(['0']);
  });

  it('has none on the first page of a session', async () => {
    const { http } = stub(() => json([message]));
    expect((await firstValueFrom(rest.getMessages(http, 's'))).nextCursor).toBeUndefined();
  });
});

describe('request', () => {
  const { http } = stub(() => json({ count: '5' }));

  it('emits the answer as it is', async () => {
    expect(await firstValueFrom(rest.customRequest(http, 'GET', '/x'))).toEqual({ count: '5' });
  });

  it('emits what the schema makes of it', async () => {
    const schema = z.object({ count: z.coerce.number() });
    expect(await firstValueFrom(rest.customRequest(http, 'GET', '/x', { schema }))).toEqual({ count: 5 });
    const parsing = { parse: (value: unknown) => JSON.stringify(value).length };
    expect(await firstValueFrom(rest.customRequest(http, 'GET', '/x', { schema: parsing }))).toBe(13);
  });

  it('waits for a schema that takes its time', async () => {
    const schema = z.object({ count: z.string().refine(async text => Promise.resolve(text === '5')) });
    expect(await firstValueFrom(rest.customRequest(http, 'GET', '/x', { schema }))).toEqual({ count: '5' });
  });

  it.each([
    ['a Standard Schema', z.object({ count: z.number() }), 'count: Invalid input: expected number, received string'],
    [
      'one that throws',
      {
        parse: () => {
          throw new Error('not mine');
        },
      },
      'not mine',
    ],
  ])('errors with ProtocolError when %s refuses', async (_name, schema, words) => {
    const error = await failureOf(firstValueFrom(rest.customRequest(http, 'GET', '/x?key=secret', { schema })));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toHaveProperty('message', `GET /x: not the answer the schema asks for: ${words}`);
  });
});
