import { DestroyRef, inject, makeEnvironmentProviders, NgZone, type EnvironmentProviders } from '@angular/core';
import { OpencodeClient } from '../client.js';
import { noInstrumentation } from '../instrumentation.js';
import type { OpencodeClientOptions } from '../options.js';
import { OPENCODE_CLIENT } from './client-token.js';
import { outsideZone } from './outside-zone.js';

/**
 * Provides one client, and so one event connection, to an application, a route or a test: for `injectOpencode()`. It is
 * made when it is first injected, and closed when its injector is destroyed.
 *
 * In an application with zone.js, what the event connection brings arrives outside the zone. Signals and the `async` pipe
 * show it, at most once a frame; whatever else has to be in the zone enters it with `NgZone.run()`. Requests behave as
 * those of `HttpClient`.
 *
 * @param options - those of the client, or a function that gives them, run where `inject()` may be called
 */
export function provideOpencode(
  options: OpencodeClientOptions | (() => OpencodeClientOptions) = {},
): EnvironmentProviders {
  const useFactory = (): OpencodeClient => clientOf(typeof options === 'function' ? options() : options);
  return makeEnvironmentProviders([{ provide: OPENCODE_CLIENT, useFactory }]);
}

function clientOf({ instrumentation = noInstrumentation, ...options }: OpencodeClientOptions): OpencodeClient {
  const client = new OpencodeClient({ ...options, instrumentation: outsideZone(inject(NgZone), instrumentation) });
  // Not at once: whoever leaves with the same injector, but after the client, would hear of it as of an error.
  inject(DestroyRef).onDestroy(() => {
    queueMicrotask(() => {
      client.close();
    });
  });
  return client;
}
