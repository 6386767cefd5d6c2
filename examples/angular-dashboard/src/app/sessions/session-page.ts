import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';
import { concat, ignoreElements, of } from 'rxjs';
import { injectOpencode } from 'opencode-rx/angular';
import { Composer } from '../conversation/composer';
import { Conversation } from '../conversation/conversation';
import { PromptDesk } from '../prompts/prompt-desk';
import { WaitingBar } from '../prompts/waiting-bar';
import { SidePanel } from '../side/side-panel';
import { selected } from '../ui/selected';
import { SessionHeader } from './session-header';

/** One session: its conversation, and beside it what it has to do, has changed and has cost. */
@Component({
  selector: 'app-session-page',
  imports: [Composer, Conversation, SessionHeader, SidePanel, WaitingBar],
  templateUrl: './session-page.html',
  styleUrl: './session-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SessionPage {
  /** From the address. */
  readonly id = input.required<string>();

  private readonly client = injectOpencode();
  private readonly desk = inject(PromptDesk);

  protected readonly view = computed(() => this.client.session(this.id()));
  protected readonly error = selected(this.view, view => view.error$);
  /** A view completes when its session is deleted. */
  protected readonly deleted = selected(this.view, view => concat(view.info$.pipe(ignoreElements()), of(true)));

  private readonly questions = selected(this.view, view => view.pendingQuestions$);
  private readonly permissions = selected(this.view, view => view.pendingPermissions$);

  /** On all but wide screens the panel at the side is shown on demand. */
  protected readonly details = signal(false);

  constructor() {
    effect(onCleanup => {
      const waiting = [...(this.questions() ?? []), ...(this.permissions() ?? [])];
      this.desk.look(waiting.map(({ id }) => id));
      onCleanup(() => this.desk.look([]));
    });
  }
}
