import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';

/** Longer prompts are folded. */
const LINES = 12;
const LETTERS = 1_200;

/** What the user said, as it was typed. */
@Component({
  selector: 'app-prompt-text',
  template: `
    <p [class.folded]="folded()">{{ text() }}</p>
    @if (long()) {
      <button class="button plain" type="button" [attr.aria-expanded]="whole()" (click)="whole.set(!whole())">
        {{ whole() ? 'Show less' : 'Show all' }}
      </button>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    p {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .folded {
      max-height: 12lh;
      overflow: hidden;
      mask-image: linear-gradient(#000 70%, transparent);
    }
    .button {
      min-height: 1.8rem;
      margin: 0.3rem 0 -0.2rem -0.8rem;
      font-size: 0.87rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PromptText {
  readonly text = input.required<string>();

  protected readonly whole = signal(false);
  protected readonly long = computed(() => this.text().length > LETTERS || this.text().split('\n').length > LINES);
  protected readonly folded = computed(() => this.long() && !this.whole());
}
