import { AsyncPipe } from '@angular/common';
import { Component, inject, Injectable, provideZonelessChangeDetection } from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { injectOpencode, provideOpencode } from 'opencode-rx/angular';
import { ScriptedOpencode } from 'opencode-rx/testing';
import { run } from './program';

const server = new ScriptedOpencode();

@Injectable({ providedIn: 'root' })
class Sessions {
  readonly client = injectOpencode();
}

@Component({
  selector: 'app-sessions',
  imports: [AsyncPipe],
  template: `@for (session of sessions.client.sessions$ | async; track session.id) {
    <p>{{ session.title }}</p>
  }`,
})
export class SessionList {
  protected readonly sessions = inject(Sessions);
}

const app = await createApplication({
  providers: [provideZonelessChangeDetection(), provideOpencode(() => ({ fetch: server.fetch }))],
});
const { client } = app.injector.get(Sessions);
console.log(await run(server, client));
app.destroy();
