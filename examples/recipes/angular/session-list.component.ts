import { Component, signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { map } from 'rxjs';
import { injectOpencode } from 'opencode-rx/angular';
import { matchingSessions } from '../search-sessions.js';

/** The sessions that match a search, and how many questions and permissions wait for a human. */
@Component({
  selector: 'app-session-list',
  template: `
    <input #box (input)="search.set(box.value)" />
    @for (session of sessions(); track session.id) {
      <li>{{ session.title }}</li>
    }
    @if (waiting()) {
      <p>{{ waiting() }} waiting for you</p>
    }
  `,
})
export class SessionListComponent {
  readonly search = signal('');
  private readonly client = injectOpencode();
  readonly sessions = toSignal(matchingSessions(this.client, toObservable(this.search)));
  readonly waiting = toSignal(this.client.attention$.pipe(map(({ length }) => length)), { initialValue: 0 });
}
