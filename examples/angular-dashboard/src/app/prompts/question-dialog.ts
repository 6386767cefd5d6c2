import {
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  input,
  output,
  signal,
  viewChildren,
} from '@angular/core';
import type { Attention, QuestionInfo } from 'opencode-rx';
import { Icon } from '../ui/icon';
import { Modal } from '../ui/modal';
import { Answering } from './answering';
import { askerOf } from './describe';

/** What was chosen of one question's options, and what was written beside them. */
interface Choice {
  readonly labels: readonly string[];
  readonly own: string;
}

const NOTHING: Choice = { labels: [], own: '' };

/** Asks the questions of a request, all on one page. */
@Component({
  selector: 'app-question-dialog',
  imports: [Icon, Modal],
  templateUrl: './question-dialog.html',
  styleUrl: '../ui/dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QuestionDialog {
  readonly request = input.required<Extract<Attention, { kind: 'question' }>>();
  readonly closed = output();

  protected readonly askerOf = askerOf;
  protected readonly answering = new Answering();
  private readonly fields = viewChildren<ElementRef<HTMLElement>>('field');
  /** The question that somebody forgot, once they wanted to answer without it. */
  protected readonly missing = signal<number | undefined>(undefined);
  private readonly choices = signal<Readonly<Record<number, Choice>>>({});

  protected readonly answers = computed(() =>
    this.request().questions.map((_, index) => {
      const { labels, own } = this.choice(index);
      return own.trim() === '' ? [...labels] : [...labels, own.trim()];
    }),
  );
  protected readonly complete = computed(() => this.answers().every(answer => answer.length > 0));

  protected choice(index: number): Choice {
    return this.choices()[index] ?? NOTHING;
  }

  protected isAnswered(index: number): boolean {
    return (this.answers()[index] ?? []).length > 0;
  }

  protected choose(index: number, { multiple }: QuestionInfo, label: string, checked: boolean): void {
    const { labels, own } = this.choice(index);
    const others = labels.filter(chosen => chosen !== label);
    if (multiple) this.set(index, { labels: checked ? [...others, label] : others, own });
    else this.set(index, { labels: [label], own: '' });
  }

  /** Own words stand beside several options, and instead of a single one. */
  protected write(index: number, { multiple }: QuestionInfo, own: string): void {
    const { labels } = this.choice(index);
    this.set(index, { labels: multiple || own.trim() === '' ? labels : [], own });
  }

  protected answer(): void {
    if (this.complete()) this.answering.send(this.request().reply(this.answers()));
    else this.ask(this.answers().findIndex(answer => answer.length === 0));
  }

  private ask(index: number): void {
    this.missing.set(index);
    this.fields()[index]?.nativeElement.querySelector('input')?.focus();
  }

  protected dismiss(): void {
    this.answering.send(this.request().reject());
  }

  private set(index: number, choice: Choice): void {
    this.choices.update(choices => ({ ...choices, [index]: choice }));
  }
}
