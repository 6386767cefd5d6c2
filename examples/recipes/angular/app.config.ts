import { inject, InjectionToken, type ApplicationConfig } from '@angular/core';
import { provideOpencode } from 'opencode-rx/angular';

/** Where the server is; an application may read it before it starts. */
export const SERVER_URL = new InjectionToken<string>('serverUrl', { factory: () => 'http://localhost:4096' });

/** One client, and so one event connection, for the whole application. */
export const appConfig: ApplicationConfig = {
  providers: [provideOpencode(() => ({ baseUrl: inject(SERVER_URL) }))],
};
