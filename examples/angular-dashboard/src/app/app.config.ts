import type { ApplicationConfig } from '@angular/core';
import { provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { provideOpencode } from 'opencode-rx/angular';
import { routes } from './app.routes';
import { clientOptions, provideSettings, type Settings } from './connection/settings';

/** Everything the app is made of, for one server. */
export const appConfig = (settings: Settings): ApplicationConfig => ({
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes, withComponentInputBinding()),
    provideSettings(settings),
    provideOpencode(clientOptions(settings)),
  ],
});
