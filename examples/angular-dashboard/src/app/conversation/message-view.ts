import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { LiveMessage } from 'opencode-rx';
import { PartView } from '../parts/part-view';
import { visibleParts } from '../parts/visible';
import { Icon } from '../ui/icon';
import { count, dollars, span } from '../ui/words';
import { outcomeOf } from './outcome';
import { PromptText } from './prompt-text';

/** One message of the conversation. */
@Component({
  selector: 'app-message',
  imports: [Icon, PartView, PromptText],
  templateUrl: './message-view.html',
  styleUrl: './message-view.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageView {
  readonly message = input.required<LiveMessage>();
  /** Whether it goes on with what the message before it began. */
  readonly continued = input(false);
  /** Whether nothing more will come: the session rests, or a later answer is there. */
  readonly over = input(false);

  protected readonly mine = computed(() => this.message().info.role === 'user');
  protected readonly parts = computed(() => visibleParts(this.message().parts));
  protected readonly compaction = computed(() => this.message().parts.some(({ type }) => type === 'compaction'));
  protected readonly outcome = computed(() => outcomeOf(this.message(), this.over()));
  /** Written by the server on the user's behalf. */
  protected readonly silent = computed(() => this.mine() && this.parts().length === 0);
  protected readonly summary = computed(() => {
    const { info } = this.message();
    return info.role === 'assistant' && info.summary === true;
  });

  /** Model, tokens, cost and time, once an answer is complete. */
  protected readonly footer = computed(() => {
    const { info } = this.message();
    if (info.role === 'user' || info.finish === undefined || info.finish === 'tool-calls') return [];
    const { input = 0, output = 0 } = info.tokens ?? {};
    const { created, completed } = info.time ?? {};
    return [
      info.modelID ?? '',
      input + output > 0 ? `${count(input + output)} tokens` : '',
      info.cost ? dollars(info.cost) : '',
      created !== undefined && completed !== undefined ? span(completed - created) : '',
    ].filter(Boolean);
  });
}
