import {
  createEnvironmentInjector,
  DestroyRef,
  EnvironmentInjector,
  inject,
  InjectionToken,
  runInInjectionContext,
  type EnvironmentProviders,
  type Provider,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom, lastValueFrom, type Observable } from 'rxjs';
import { injectOpencode, provideOpencode } from '../../lib/angular/index.js';
import { OpencodeClient, type OpencodeClientOptions } from '../../lib/index.js';
import { json } from '../support/scripted-fetch.js';
import { record } from '../support/recording.js';
import { ScriptedServer } from '../support/scripted-server.js';
import { useTestBed } from '../support/test-bed.js';

useTestBed();

const server = new ScriptedServer();
const options: OpencodeClientOptions = { baseUrl: 'http://scripted.test', fetch: server.fetch };

/** An injector as a route has one, below the application's or another. */
const injector = (
  providers: readonly (Provider | EnvironmentProviders)[],
  parent = TestBed.inject(EnvironmentInjector),
): EnvironmentInjector => createEnvironmentInjector([...providers], parent);

const clientIn = (context: EnvironmentInjector): OpencodeClient => runInInjectionContext(context, injectOpencode);

describe('injectOpencode', () => {
  it('says what to add where no client is provided', () => {
    expect(() => clientIn(injector([]))).toThrow(/Add provideOpencode\(\{ baseUrl \}\)/);
  });

  it('says where it may be called', () => {
    expect(() => injectOpencode()).toThrow(/injectOpencode\(\) can only be used within an injection context/);
  });

  it('gives one client to everybody, the nearest', () => {
    const application = injector([provideOpencode(options)]);
    const route = injector([], application);
    const tenant = injector([provideOpencode(options)], application);
    expect(clientIn(application)).toBeInstanceOf(OpencodeClient);
    expect(clientIn(route)).toBe(clientIn(application));
    expect(clientIn(tenant)).not.toBe(clientIn(application));
  });

  it('gives it to the test bed of a user', () => {
    TestBed.configureTestingModule({ providers: [provideOpencode(options)] });
    expect(TestBed.runInInjectionContext(injectOpencode)).toBeInstanceOf(OpencodeClient);
  });
});

describe('provideOpencode', () => {
  it('asks for the options where inject() may be called, once, when the client is first injected', () => {
    const ORIGIN = new InjectionToken<string>('origin');
    const origins: string[] = [];
    const factory = (): OpencodeClientOptions => {
      const baseUrl = inject(ORIGIN);
      origins.push(baseUrl);
      return { ...options, baseUrl };
    };
    const context = injector([{ provide: ORIGIN, useValue: 'http://tenant.test' }, provideOpencode(factory)]);
    expect(origins).toEqual([]);
    clientIn(context);
    clientIn(context);
    expect(origins).toEqual(['http://tenant.test']);
  });

  it('needs no options', () => {
    expect(clientIn(injector([provideOpencode()]))).toBeInstanceOf(OpencodeClient);
  });

  it('names the option at fault', () => {
    expect(() => clientIn(injector([provideOpencode({ baseUrl: 'nowhere' })]))).toThrow(/baseUrl/);
  });

  it('keeps the instrumentation of the options', async () => {
    const seen: string[] = [];
    const instrument = <T>(name: string, _: object, source: Observable<T>): Observable<T> => {
      seen.push(name);
      return source;
    };
    const instrumentation = { instrument, notify: (name: string) => void seen.push(name) };
    server.override = ({ url }) =>
      url.pathname === '/global/health' ? json({ healthy: true, version: '1' }) : undefined;
    const client = clientIn(injector([provideOpencode({ ...options, instrumentation })]));
    await lastValueFrom(client.health());
    await firstValueFrom(client.events$);
    expect(seen).toEqual(['opencode.request', 'opencode.connection', 'opencode.connection.open']);
  });
});

describe('the client', () => {
  it('is closed with its injector: the connection, and whoever still listens', async () => {
    const context = injector([provideOpencode(options)]);
    const heard = record(clientIn(context).events$);
    await heard.until(({ type }) => type === 'server.connected');
    expect(server.listeners).toBe(1);
    context.destroy();
    expect(String(await heard.error())).toContain('the client is closed');
    expect(server.listeners).toBe(0);
  });

  it('is closed after whoever leaves with the injector has left', async () => {
    const context = injector([provideOpencode(options)]);
    const client = clientIn(context);
    const heard = record(client.events$.pipe(takeUntilDestroyed(context.get(DestroyRef))));
    await heard.until(({ type }) => type === 'server.connected');
    context.destroy();
    await heard.completion();
    await expect(firstValueFrom(client.events$)).rejects.toThrow('the client is closed');
  });

  it('is not closed with an injector below its own', async () => {
    const application = injector([provideOpencode(options)]);
    const route = injector([], application);
    const client = clientIn(route);
    route.destroy();
    await expect(firstValueFrom(client.events$)).resolves.toMatchObject({ type: 'server.connected' });
    application.destroy();
  });
});
