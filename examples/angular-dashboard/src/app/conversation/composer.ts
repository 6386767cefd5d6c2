import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { Location } from '@angular/common';
import type { SessionView } from 'opencode-rx';
import { Icon } from '../ui/icon';
import { selected } from '../ui/selected';
import { Turns } from './turns';

/** Where the next prompt is written. Enter sends, Shift and Enter begins a new line. */
@Component({
  selector: 'app-composer',
  imports: [Icon],
  templateUrl: './composer.html',
  styleUrl: './composer.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Composer {
  readonly view = input.required<SessionView>();

  private readonly turns = inject(Turns);
  private readonly prompt = viewChild.required<ElementRef<HTMLTextAreaElement>>('prompt');
  private readonly status = selected(this.view, view => view.status$);
  private readonly sessionID = computed(() => this.view().sessionID);

  protected readonly busy = computed(() => ['busy', 'retry'].includes(this.status()?.type ?? ''));
  protected readonly failure = computed(() => this.turns.failures()[this.sessionID()]);
  /** What was refused is there again to be changed, unless something else was begun. */
  protected readonly draft = linkedSignal<string, string>({
    source: () => this.failure()?.text ?? '',
    computation: (refused, before) => before?.value || refused,
  });

  constructor() {
    const location = inject(Location);
    afterNextRender(() => {
      if (isNew(location.getState())) this.prompt().nativeElement.focus();
    });
  }

  protected enter(event: Event): void {
    if ((event as KeyboardEvent).isComposing) return;
    event.preventDefault();
    this.send();
  }

  protected send(): void {
    const text = this.draft().trim();
    if (text === '') return;
    this.turns.begin(this.view(), text);
    this.draft.set('');
  }

  protected stop(): void {
    this.turns.abort(this.sessionID());
  }
}

/** Whether the session was made just now, to be written to. */
const isNew = (state: unknown): boolean => (state as { compose?: boolean } | null)?.compose === true;
