import type { EnvironmentProviders } from '@angular/core';
import { expectTypeOf } from 'expect-type';
import type { OpencodeClient, OpencodeClientOptions, Session } from 'opencode-rx';
import { injectOpencode, provideOpencode } from 'opencode-rx/angular';
import { ScriptedOpencode, text, tool, type ScriptedRequest } from 'opencode-rx/testing';
import type { Subscription } from 'rxjs';

// Angular: the options of the client, or a function that gives them.
expectTypeOf(provideOpencode)
  .parameter(0)
  .toEqualTypeOf<OpencodeClientOptions | (() => OpencodeClientOptions) | undefined>();
expectTypeOf(provideOpencode()).toEqualTypeOf<EnvironmentProviders>();
expectTypeOf(injectOpencode()).toEqualTypeOf<OpencodeClient>();
// @ts-expect-error -- misspelled
provideOpencode({ url: '' });
// @ts-expect-error -- a function gives options, and waits for nothing
provideOpencode(() => Promise.resolve({}));
// @ts-expect-error -- what is provided says how
injectOpencode({ baseUrl: '' });

// A server in the hands of a test.
const server = new ScriptedOpencode({ heartbeat: false });
expectTypeOf(server.client()).toEqualTypeOf<OpencodeClient>();
expectTypeOf(server.fetch).toEqualTypeOf<typeof fetch>();
expectTypeOf(server.addSession({ title: 'One' })).toEqualTypeOf<Session>();
expectTypeOf(server.requests).toEqualTypeOf<readonly ScriptedRequest[]>();
expectTypeOf(server.refuse(503)).toEqualTypeOf<Subscription>();
server.onPrompt(/review/, [tool('bash', { command: 'npm test' }, { asks: true }), text('Done.'), 'All is well.']);
server.onPrompt(({ text: asked }) => asked.toUpperCase());
server.emit('session.idle', { sessionID: 'ses' });
// @ts-expect-error -- no such event
server.emit('session.idling', {});
// @ts-expect-error -- not what that event says
server.emit('todo.updated', { todo: [] });
// @ts-expect-error -- a status, or no network
server.refuse('503');
// @ts-expect-error -- a test reads what was asked, and writes nothing there
server.requests.length = 0;
