import { ChangeDetectionStrategy, Component, computed, effect, inject, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { filter } from 'rxjs';
import { Connection } from './connection/connection';
import { ConnectTrouble } from './connection/connect-trouble';
import { PromptDesk } from './prompts/prompt-desk';
import { PromptDialogs } from './prompts/prompt-dialogs';
import { SessionActions } from './sessions/session-actions';
import { SessionNav } from './sessions/session-nav';
import { Header } from './shell/header';

/** The frame: header, sessions at the side, and whatever is selected. */
@Component({
  selector: 'app-root',
  imports: [ConnectTrouble, Header, PromptDialogs, RouterOutlet, SessionNav],
  templateUrl: './app.html',
  styleUrl: './app.css',
  host: { '(document:keydown.escape)': 'drawer.set(false)' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  private readonly router = inject(Router);
  private readonly waiting = inject(PromptDesk).waiting;
  protected readonly connection = inject(Connection);
  protected readonly actions = inject(SessionActions);

  /** On narrow screens the sessions are a drawer. */
  protected readonly drawer = signal(false);
  private readonly path = signal('');

  protected readonly trouble = computed(() => (this.path() === '/connect' ? 'none' : this.connection.trouble()));

  constructor() {
    const title = inject(Title);
    effect(() => {
      const waiting = this.waiting()?.length ?? 0;
      title.setTitle(waiting > 0 ? `(${waiting}) OpenCode dashboard` : 'OpenCode dashboard');
    });
    this.router.events
      .pipe(
        filter(event => event instanceof NavigationEnd),
        takeUntilDestroyed(),
      )
      .subscribe(({ urlAfterRedirects }) => {
        this.path.set(urlAfterRedirects);
        this.drawer.set(false);
        this.actions.error.set('');
      });
  }
}
