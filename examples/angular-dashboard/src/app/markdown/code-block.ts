import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { linesInChunks } from '../ui/lines';

/** Code in a block. Long code is drawn in chunks, so that a growing one costs its last chunk only. */
@Component({
  selector: 'app-code-block',
  template: `
    @if (language()) {
      <p class="language">{{ language() }}</p>
    }
    <pre
      tabindex="0"
      role="group"
      aria-label="Code"
    ><code>@for (chunk of chunks(); track $index) {<span>{{ chunk }}</span>}</code></pre>
  `,
  styles: `
    :host {
      display: block;
      overflow: hidden;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--sunken);
    }
    .language {
      padding: 0.35rem 0.85rem 0;
      font-size: 0.78rem;
      color: var(--muted);
    }
    pre {
      padding: 0.6rem 0.85rem;
      overflow-x: auto;
      line-height: 1.5;
    }
    code {
      font-size: inherit;
    }
    span {
      display: block;
      min-width: max-content;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CodeBlock {
  readonly code = input.required<string>();
  readonly language = input('');
  protected readonly chunks = computed(() => linesInChunks(this.code()));
}
