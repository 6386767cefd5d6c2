import { lastValueFrom, Subject, take } from 'rxjs';
import type { Reply } from '../../lib/reply/reply.js';
import { SESSION } from '../support/scripted-server.js';
import { networkError } from '../support/scripted-fetch.js';
import { client, options, serve, server, settle, useServer, watch } from './stage.js';

useServer();

describe('leaving', () => {
  it('closes the socket at once and does not abort the agent', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    seen.leave();
    expect(server.listeners).toBe(0);
    await settle();
    expect(server.callsOf('abort')).toHaveLength(0);
  });

  it('aborts the agent with abortOnUnsubscribe, but not after the end', async () => {
    const stream = client.stream(SESSION, 'Hi', { ...options, abortOnUnsubscribe: true });
    const seen = watch(stream);
    await settle();
    seen.leave();
    await settle();
    expect(server.callsOf('abort')).toHaveLength(1);
    const again = watch(stream);
    serve();
    await settle();
    expect(again.completed).toBe(true);
    expect(server.callsOf('abort')).toHaveLength(1);
  });

  it('aborts with abortOnUnsubscribe only when the post is answered: an abort before it would stop nothing', async () => {
    const post = new Subject<Response>();
    server.override = ({ url }) => (url.pathname.endsWith('prompt_async') ? lastValueFrom(post) : undefined);
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, abortOnUnsubscribe: true }));
    await settle();
    expect(server.callsOf('prompt_async')).toHaveLength(1);
    seen.leave();
    await settle();
    expect(server.callsOf('abort')).toHaveLength(0);
    post.next(new Response(null, { status: 204 }));
    post.complete();
    await settle();
    expect(server.callsOf('abort')).toHaveLength(1);
  });

  it('aborts nothing with abortOnUnsubscribe when the post never arrived: it would be a turn of somebody else', async () => {
    const post = new Subject<Response>();
    server.override = ({ url }) => (url.pathname.endsWith('prompt_async') ? lastValueFrom(post) : undefined);
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, abortOnUnsubscribe: true }));
    await settle();
    seen.leave();
    post.error(networkError('ECONNREFUSED'));
    await settle();
    expect(server.callsOf('abort')).toHaveLength(0);
  });

  it('in the middle of an emission is heard', async () => {
    const seen: Reply[] = [];
    client
      .stream(SESSION, 'Hi', options)
      .pipe(take(2))
      .subscribe(reply => seen.push(reply));
    await settle();
    serve();
    await settle();
    expect(seen).toHaveLength(2);
  });

  it('does not touch the socket when the client is closed under it: the stream errors', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    client.close();
    expect(String(seen.error)).toContain('closed');
    expect(String(watch(client.stream(SESSION, 'Hi')).error)).toContain('closed');
  });
});
