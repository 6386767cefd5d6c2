import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type { LiveMessage, SessionView } from 'opencode-rx';
import { SETTINGS } from '../connection/settings';
import { Clock } from '../ui/clock';
import { Icon } from '../ui/icon';
import { selected } from '../ui/selected';
import { MessageView } from './message-view';
import { outcomeOf } from './outcome';
import { resting } from './resting';
import { StickToEnd } from './stick-to-end';
import { Turns } from './turns';

const WORKING = 'The assistant is working.';

/** How the session stands; an ended turn has come to nothing certain for a moment. */
type Phase = 'unknown' | 'working' | 'ending' | 'over';

/** The messages of a session, live. */
@Component({
  selector: 'app-conversation',
  imports: [Icon, MessageView, StickToEnd],
  templateUrl: './conversation.html',
  styleUrl: './conversation.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Conversation {
  readonly view = input.required<SessionView>();

  private readonly turns = inject(Turns);
  protected readonly suggestions = inject(SETTINGS).suggestions ?? [];
  private readonly now = inject(Clock).now;
  private readonly scroller = viewChild.required<string, ElementRef<HTMLElement>>('scroller', { read: ElementRef });

  protected readonly messages = selected(this.view, view => view.messages$);
  protected readonly status = selected(this.view, view => view.status$);
  private readonly resting = selected(this.view, view => resting(view.status$));
  protected readonly hasEarlier = selected(this.view, view => view.hasEarlier$);
  protected readonly loading = signal(false);

  private readonly stick = viewChild.required(StickToEnd);
  /** What was sent from here just now. */
  private readonly sent = computed(() => this.messages()?.findLast(message => message.pending)?.info.id);

  protected readonly busy = computed(() => ['busy', 'retry'].includes(this.status()?.type ?? ''));
  private readonly phase = computed((): Phase => {
    if (this.status() === undefined) return 'unknown';
    if (this.busy()) return 'working';
    return this.resting() ? 'over' : 'ending';
  });
  /** The answer that may still grow: the last one, which prompts that wait their turn may follow. */
  protected readonly growing = computed(() =>
    this.phase() === 'over' ? undefined : this.messages()?.findLast(({ info }) => info.role === 'assistant')?.info.id,
  );

  protected readonly retry = computed(() => {
    const status = this.status();
    if (status?.type !== 'retry') return undefined;
    const { attempt, message = 'The provider failed.', next } = status;
    const seconds = next === undefined ? 0 : Math.ceil((next - this.now()) / 1000);
    return { attempt, message, when: seconds > 0 ? `in ${seconds} s` : 'now' };
  });

  /** Said aloud when a turn begins and when it has ended, not with every word, and not of old turns. */
  protected readonly announcement = linkedSignal<Phase, string>({
    source: this.phase,
    computation: (phase, before) => {
      if (phase === 'unknown') return '';
      if (phase === 'working') return WORKING;
      return phase === 'over' && before?.value === WORKING ? untracked(() => this.ending()) : (before?.value ?? '');
    },
  });

  constructor() {
    effect(() => {
      if (this.sent() !== undefined) untracked(() => this.stick().toEnd());
    });
  }

  private ending(): string {
    const last = this.messages()?.at(-1);
    return (last && outcomeOf(last, true)?.words) ?? 'The assistant has finished.';
  }

  protected isContinued(index: number, messages: readonly LiveMessage[]): boolean {
    return messages[index]?.info.role === 'assistant' && messages[index - 1]?.info.role === 'assistant';
  }

  protected begin(prompt: string): void {
    this.turns.begin(this.view(), prompt);
  }

  /** What was being read stays where it is when more comes above it. */
  protected loadEarlier(): void {
    const { nativeElement: log } = this.scroller();
    const below = log.scrollHeight - log.scrollTop;
    this.loading.set(true);
    this.view()
      .loadEarlier()
      .subscribe({
        next: () => requestAnimationFrame(() => (log.scrollTop = log.scrollHeight - below)),
        error: () => this.loading.set(false),
        complete: () => this.loading.set(false),
      });
  }
}
