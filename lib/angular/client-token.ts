import { InjectionToken } from '@angular/core';
import type { OpencodeClient } from '../client.js';

/** Under which an injector holds its client. Not public: `provideOpencode()` fills it, `injectOpencode()` reads it. */
export const OPENCODE_CLIENT = new InjectionToken<OpencodeClient>('OpencodeClient');
