import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import type { Session } from 'opencode-rx';
import { injectOpencode } from 'opencode-rx/angular';
import { PromptDesk } from '../prompts/prompt-desk';
import { Icon } from '../ui/icon';
import { selected } from '../ui/selected';
import { titleOf } from './session-rows';

const WORDS = { waiting: 'waiting', busy: 'working', retry: 'retrying', idle: '' } as const;

/** One session of the list, with what it is doing. */
@Component({
  selector: 'app-session-link',
  imports: [Icon, RouterLink, RouterLinkActive],
  template: `
    <a
      [routerLink]="['/session', session().id]"
      routerLinkActive="current"
      ariaCurrentWhenActive="page"
      [style.--depth]="depth()"
    >
      @if (depth() > 0) {
        <app-icon name="branch" />
      }
      <span class="title one-line">{{ title() }}</span>
      @if (doing() !== 'idle') {
        <span class="doing" [class]="doing()">{{ words() }}</span>
      } @else {
        <span class="age">{{ age() }}</span>
      }
    </a>
  `,
  styleUrl: './session-link.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SessionLink {
  readonly session = input.required<Session>();
  readonly depth = input(0);
  readonly age = input('');

  private readonly client = injectOpencode();
  private readonly waiting = inject(PromptDesk).waiting;
  private readonly id = computed(() => this.session().id);
  private readonly status = selected(this.id, id => this.client.session(id).status$);

  protected readonly title = computed(() => titleOf(this.session()));
  protected readonly doing = computed(() => {
    if (this.waiting()?.some(({ sessionID }) => sessionID === this.id())) return 'waiting';
    const type = this.status()?.type;
    return type === 'busy' || type === 'retry' ? type : 'idle';
  });
  protected readonly words = computed(() => WORDS[this.doing()]);
}
