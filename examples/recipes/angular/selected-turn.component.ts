import { Component, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { BehaviorSubject, filter, switchMap } from 'rxjs';
import { paced } from 'opencode-rx';
import { asState } from '../as-state.js';
import { OPENCODE } from './chat.component.js';

/** The turn of the session that is selected, as one signal. */
@Component({
  selector: 'app-selected-turn',
  template: `
    @if (state()?.error) {
      <p role="alert">The turn was lost.</p>
    }
    <p>{{ state()?.reply?.fullText }}</p>
  `,
})
export class SelectedTurnComponent {
  readonly selected$ = new BehaviorSubject('');
  private readonly client = inject(OPENCODE);

  /** `toSignal` rethrows an error on every read, so errors are state before they get there. */
  readonly state = toSignal(
    this.selected$.pipe(
      filter(Boolean),
      switchMap(sessionID => asState(this.client.attach(sessionID)).pipe(paced())),
    ),
  );
}
