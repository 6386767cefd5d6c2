import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import type { Attention } from 'opencode-rx';
import { Clock } from '../ui/clock';
import { Icon } from '../ui/icon';
import { span } from '../ui/words';
import { PromptDesk } from './prompt-desk';
import { askerOf, describe } from './describe';

/** The badge over all sessions, and the list behind it. */
@Component({
  selector: 'app-attention-menu',
  imports: [Icon],
  templateUrl: './attention-menu.html',
  styleUrl: './attention-menu.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AttentionMenu {
  private readonly now = inject(Clock).now;
  private readonly desk = inject(PromptDesk);

  protected readonly waiting = computed(() => this.desk.waiting() ?? []);
  protected readonly describe = describe;
  protected readonly askerOf = askerOf;

  protected readonly label = computed(() => {
    const { length } = this.waiting();
    return `Attention, ${length === 0 ? 'nothing' : String(length)} waiting`;
  });

  protected waited(request: Attention): string {
    return span(this.now() - request.askedAt);
  }

  protected answer(request: Attention, list: HTMLElement): void {
    list.hidePopover();
    this.desk.open(request);
  }
}
