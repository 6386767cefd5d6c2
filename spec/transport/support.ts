import { setTimeout as wait } from 'node:timers/promises';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { noInstrumentation } from '../../lib/instrumentation.js';
import { statusError } from '../../lib/transport/failure.js';
import type { HttpContext } from '../../lib/transport/http.js';

/** The error an Observable ends with. */
export async function errorOf(source: Observable<unknown>): Promise<Error> {
  return lastValueFrom(source, { defaultValue: undefined }).then(
    value => {
      throw new Error(`expected an error, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => error as Error,
  );
}

/** In this file no promise may reject unheard; checked after each spec, when what it left behind has settled. */
export function forbidUnhandledRejections(): void {
  const unhandled: unknown[] = [];
  const listen = (error: unknown): void => void unhandled.push(error);
  beforeAll(() => void process.on('unhandledRejection', listen));
  afterAll(() => void process.off('unhandledRejection', listen));
  afterEach(async () => {
    await wait(5);
    expect(unhandled.splice(0)).toEqual([]);
  });
}

/** A context with nothing special. */
export function contextOf(some: Partial<HttpContext>): HttpContext {
  return {
    baseUrl: 'http://server.test',
    baseQuery: {},
    fetch: globalThis.fetch,
    headers: () => of({}),
    timeout: 10_000,
    instrumentation: noInstrumentation,
    toError: statusError,
    ...some,
  };
}

/** The text in two pieces, cut at every place; and byte by byte. */
export function everyCut(bytes: Uint8Array): readonly (readonly Uint8Array[])[] {
  const halves = Array.from(bytes, (_byte, at) => [bytes.subarray(0, at), bytes.subarray(at)]);
  return [[bytes], ...halves, Array.from(bytes, byte => Uint8Array.of(byte))];
}
