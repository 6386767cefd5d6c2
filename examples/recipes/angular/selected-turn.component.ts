import { Component, signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { filter, switchMap } from 'rxjs';
import { paced } from 'opencode-rx';
import { injectOpencode } from 'opencode-rx/angular';
import { asState } from '../as-state.js';

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
  readonly selected = signal('');
  private readonly client = injectOpencode();

  /** `toSignal` rethrows an error on every read, so errors are state before they get there. */
  readonly state = toSignal(
    toObservable(this.selected).pipe(
      filter(Boolean),
      switchMap(sessionID => asState(this.client.attach(sessionID)).pipe(paced())),
    ),
  );
}
