import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core';
import type { ReasoningPart } from 'opencode-rx';
import { Icon } from '../ui/icon';
import { Markdown } from '../markdown/markdown';
import { span } from '../ui/words';

/** What the model thought: open while it thinks, then folded away. */
@Component({
  selector: 'app-reasoning',
  imports: [Icon, Markdown],
  template: `
    <details [open]="open()" (toggle)="open.set(body.open)" #body>
      <summary><app-icon name="thought" />{{ title() }}<app-icon class="chevron" name="chevron" /></summary>
      @if (open()) {
        <app-markdown [text]="part().text" />
      }
    </details>
  `,
  styleUrl: './reasoning.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Reasoning {
  readonly part = input.required<ReasoningPart>();
  readonly over = input(false);

  private readonly thinks = computed(() => this.part().time?.end === undefined && !this.over());
  protected readonly open = linkedSignal(this.thinks);

  protected readonly title = computed(() => {
    const { start, end } = this.part().time ?? {};
    if (this.thinks()) return 'Thinking…';
    return start === undefined || end === undefined || end - start < 1_000
      ? 'Thought'
      : `Thought for ${span(end - start)}`;
  });
}
