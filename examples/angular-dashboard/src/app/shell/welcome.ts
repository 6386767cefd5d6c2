import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { paced } from 'opencode-rx';
import { injectOpencode } from 'opencode-rx/angular';
import { SessionActions } from '../sessions/session-actions';
import { Icon } from '../ui/icon';

/** What is shown while no session is selected. */
@Component({
  selector: 'app-welcome',
  imports: [Icon],
  template: `
    @if (sessions(); as sessions) {
      <div class="page">
        <h1>{{ sessions.length === 0 ? 'No sessions yet' : 'Choose a session' }}</h1>
        <p>{{ words() }}</p>
        <button class="button primary" type="button" (click)="actions.create()">
          <app-icon name="plus" />{{ sessions.length === 0 ? 'Start your first session' : 'Start a new session' }}
        </button>
      </div>
    } @else {
      <p class="page" aria-live="polite">Loading the sessions…</p>
    }
  `,
  styles: `
    .page {
      display: grid;
      place-content: center;
      justify-items: center;
      gap: 0.5rem;
      height: 100%;
      padding: 2rem;
      text-align: center;
      color: var(--muted);
    }
    h1 {
      font-size: 1.35rem;
      line-height: 1.3;
      letter-spacing: -0.015em;
      color: var(--text);
    }
    p {
      max-width: 26rem;
    }
    .button {
      margin-top: 0.75rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Welcome {
  protected readonly actions = inject(SessionActions);
  protected readonly sessions = toSignal(injectOpencode().sessions$.pipe(paced()));

  protected readonly words = computed(() =>
    this.sessions()?.length === 0
      ? 'A session is one conversation with an agent. Start one, tell it what to do, and watch it work here.'
      : 'Pick one from the list to read along, answer what it asks, or give it something else to do.',
  );
}
