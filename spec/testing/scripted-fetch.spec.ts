import { EMPTY, NEVER, of } from 'rxjs';
import { scriptedFetch } from '../../lib/testing/http/scripted-fetch.js';

const url = 'http://opencode.test/x';

describe('scriptedFetch', () => {
  it('gives the first answer of an Observable', async () => {
    const { fetch } = scriptedFetch(() => of(new Response('first'), new Response('second')));
    expect(await (await fetch(url)).text()).toBe('first');
  });

  it('fails as a network does when there is no answer', async () => {
    await expect(scriptedFetch(() => EMPTY).fetch(url)).rejects.toThrow(TypeError);
  });

  it('rejects with the reason of the signal, while it waits for an answer', async () => {
    const abort = new AbortController();
    const answer = scriptedFetch(() => NEVER).fetch(url, { signal: abort.signal });
    abort.abort(new Error('left'));
    await expect(answer).rejects.toThrow('left');
  });

  it('rejects at once when the signal was aborted before', async () => {
    const respond = jest.fn(() => of(new Response('first')));
    const { fetch } = scriptedFetch(respond);
    await expect(fetch(url, { signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow('left');
    expect(respond).not.toHaveBeenCalled();
  });
});
