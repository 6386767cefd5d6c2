import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { SessionView } from 'opencode-rx';
import { selected } from '../ui/selected';
import { count, dollars } from '../ui/words';
import { usageOf } from './usage-of';

/** What a session has cost, in dollars and tokens. */
@Component({
  selector: 'app-usage',
  template: `
    <section role="region" aria-label="Usage">
      <h2>
        Usage <span>{{ dollars(usage().cost) }}</span>
      </h2>
      <dl>
        @for (line of lines(); track line[0]) {
          <div>
            <dt>{{ line[0] }}</dt>
            <dd>{{ line[1] }}</dd>
          </div>
        }
      </dl>
    </section>
  `,
  styleUrl: './section.css',
  styles: `
    section {
      border: 0;
    }
    dl div {
      display: flex;
      justify-content: space-between;
      padding: 0.12rem 0;
      font-size: 0.93rem;
    }
    dt {
      color: var(--muted);
    }
    dd {
      font-variant-numeric: tabular-nums;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Usage {
  readonly view = input.required<SessionView>();

  private readonly info = selected(this.view, view => view.info$);
  private readonly messages = selected(this.view, view => view.messages$);
  protected readonly dollars = dollars;
  protected readonly usage = computed(() => usageOf(this.info(), this.messages() ?? []));

  protected readonly lines = computed(() => {
    const { input, output, reasoning, cached, context, model } = this.usage();
    const tokens = { Input: input, Output: output, Reasoning: reasoning, Cached: cached, 'In context now': context };
    const counted = Object.entries(tokens).map(([name, tokens]) => [name, count(tokens)] as const);
    return model === undefined ? counted : [...counted, ['Model', model] as const];
  });
}
