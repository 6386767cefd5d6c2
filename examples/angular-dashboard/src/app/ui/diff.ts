import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import { diffLines } from './diff-lines';

/** Longer ones are shown whole on demand. */
const PREVIEW_LINES = 200;

/** A unified diff, in colours and with its signs, so that it reads without colours too. */
@Component({
  selector: 'app-diff',
  template: `
    <pre
      tabindex="0"
      role="group"
      aria-label="Changes"
    >@for (line of shown(); track $index) {<span [class]="line.kind">{{ line.text || ' ' }}</span>}</pre>
    @if (lines().length > shown().length) {
      <button class="button plain" type="button" (click)="whole.set(true)">Show all {{ lines().length }} lines</button>
    }
  `,
  styles: `
    :host {
      display: block;
      overflow: hidden;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
    }
    pre {
      max-height: 24rem;
      padding: 0.35rem 0;
      overflow: auto;
      line-height: 1.5;
    }
    span {
      display: block;
      width: max-content;
      min-width: 100%;
      padding: 0 0.75rem;
    }
    .added {
      background: var(--added);
      color: var(--added-text);
    }
    .removed {
      background: var(--removed);
      color: var(--removed-text);
    }
    .place {
      color: var(--muted);
    }
    .button {
      width: 100%;
      border-radius: 0;
      border-top: 1px solid var(--line);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Diff {
  readonly patch = input.required<string>();

  protected readonly whole = signal(false);
  protected readonly lines = computed(() => diffLines(this.patch()));
  protected readonly shown = computed(() => (this.whole() ? this.lines() : this.lines().slice(0, PREVIEW_LINES)));
}
