import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { combineLatest, map, startWith } from 'rxjs';
import { paced } from 'opencode-rx';
import { injectOpencode } from 'opencode-rx/angular';
import { SETTINGS } from '../connection/settings';
import { Clock } from '../ui/clock';
import { Icon } from '../ui/icon';
import { SessionActions } from './session-actions';
import { SessionLink } from './session-link';
import { sessionRows } from './session-rows';

/** The sessions, newest first, as far as the filter lets them through. */
@Component({
  selector: 'app-session-nav',
  imports: [Icon, ReactiveFormsModule, SessionLink],
  templateUrl: './session-nav.html',
  styleUrl: './session-nav.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SessionNav {
  private readonly client = injectOpencode();
  private readonly clock = inject(Clock);
  protected readonly actions = inject(SessionActions);
  protected readonly settings = inject(SETTINGS);

  protected readonly filter = new FormControl('', { nonNullable: true });

  /** The server's list, the words in the filter and the time of day, as one. */
  protected readonly rows = toSignal(
    combineLatest([
      this.client.sessions$.pipe(paced()),
      this.filter.valueChanges.pipe(startWith('')),
      this.clock.slowly$,
    ]).pipe(map(([sessions, words, now]) => sessionRows(sessions, words, now))),
  );
  protected readonly error = toSignal(this.client.sessions$.error$);
}
