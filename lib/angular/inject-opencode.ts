import { assertInInjectionContext, inject } from '@angular/core';
import type { OpencodeClient } from '../client.js';
import { OPENCODE_CLIENT } from './client-token.js';

/**
 * The client that the nearest `provideOpencode()` provides; made when it is first asked for. Call it where `inject()`
 * may be called. Throws an `Error` where none is provided.
 */
export function injectOpencode(): OpencodeClient {
  assertInInjectionContext(injectOpencode);
  const client = inject(OPENCODE_CLIENT, { optional: true });
  if (client === null)
    throw new Error(
      'injectOpencode: there is no client. Add provideOpencode({ baseUrl }) of opencode-rx/angular to the providers of ' +
        'the application (bootstrapApplication), of a route, or of the test (TestBed.configureTestingModule).',
    );
  return client;
}
