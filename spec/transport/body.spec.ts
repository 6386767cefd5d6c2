import { Readable } from 'node:stream';
import { lastValueFrom, map, take, toArray, type Observable } from 'rxjs';
import { cancelBody, chunksOf } from '../../lib/transport/body.js';
import { eventStream } from '../support/scripted-fetch.js';
import { errorOf, forbidUnhandledRejections } from './support.js';

forbidUnhandledRejections();

/** A response as node-fetch makes it: its body is a stream of Node, whatever its type says. */
function nodeResponse(body: Readable): Response {
  return { body } as unknown as Response;
}

const textOf = (response: Response): Observable<string> =>
  chunksOf(response).pipe(map(chunk => new TextDecoder().decode(chunk)));

describe('a body of Node', () => {
  it('gives its chunks, strings too, and completes', async () => {
    const body = Readable.from([Buffer.from('a'), 'ü', Buffer.from('b')]);
    expect(await lastValueFrom(textOf(nodeResponse(body)).pipe(toArray()))).toEqual(['a', 'ü', 'b']);
  });

  it('errors when it breaks', async () => {
    const broken = new Error('broken');
    const body = new Readable({ read: () => void body.destroy(broken) });
    expect(await errorOf(textOf(nodeResponse(body)))).toBe(broken);
  });

  it('errors as well when it broke before it was listened to, or was read by somebody else', async () => {
    const broken = new Readable({ read: () => undefined }).on('error', () => undefined);
    broken.destroy(new Error('broken'));
    const read = Readable.from([Buffer.from('a')]).resume();
    await new Promise(later => setTimeout(later, 20));
    for (const body of [broken, read])
      expect(await errorOf(textOf(nodeResponse(body)))).toEqual(new Error('the body was closed before its end'));
  });

  it('is destroyed when it is left, before the first chunk and after', async () => {
    const waiting = new Readable({ read: () => undefined });
    textOf(nodeResponse(waiting)).subscribe().unsubscribe();
    expect(waiting.destroyed).toBe(true);

    const endless = new Readable({ read: () => void endless.push('a') });
    expect(await lastValueFrom(textOf(nodeResponse(endless)).pipe(take(1)))).toMatch(/^a+$/);
    expect(endless.destroyed).toBe(true);
  });

  it('can be let go unread', () => {
    const body = new Readable({ read: () => undefined });
    cancelBody(nodeResponse(body));
    expect(body.destroyed).toBe(true);
  });
});

describe('a web stream', () => {
  it('is read only as far as it is asked for', async () => {
    let pulled = 0;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      controller.enqueue(Uint8Array.of((pulled += 1)));
    };
    const response = new Response(new ReadableStream({ pull }, { highWaterMark: 0 }));
    expect(await lastValueFrom(chunksOf(response).pipe(take(3), toArray()))).toHaveLength(3);
    expect(pulled).toBe(3);
  });

  it('is cancelled when it is left', () => {
    const stream = eventStream();
    textOf(stream.response).subscribe().unsubscribe();
    expect(stream.isCancelled()).toBe(true);
  });

  it('may break while nobody listens any more', async () => {
    const stream = eventStream();
    const subscription = textOf(stream.response).subscribe();
    await Promise.resolve();
    subscription.unsubscribe();
    expect(stream.isCancelled()).toBe(true);
  });
});

it('no body at all is an empty one, or the text of a platform without streams', async () => {
  expect(await lastValueFrom(textOf(new Response(null)))).toBe('');
  const reactNative = { body: undefined, text: () => Promise.resolve('all at once') } as unknown as Response;
  expect(await lastValueFrom(textOf(reactNative))).toBe('all at once');
});
