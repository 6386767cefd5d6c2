import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { loadSettings } from './app/connection/settings';

const settings = await loadSettings();
await bootstrapApplication(App, appConfig(settings));
