import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ToolPart } from 'opencode-rx';
import { Diff } from '../ui/diff';
import { Icon } from '../ui/icon';
import { span } from '../ui/words';
import { toolView, type ToolPhase } from './tool-view';

const PHASES: Readonly<Record<ToolPhase, string>> = {
  pending: 'being written',
  running: 'running',
  completed: 'done',
  error: 'failed',
};

/** One call of a tool: a line, and behind it what went in and what came out. */
@Component({
  selector: 'app-tool-call',
  imports: [Diff, Icon, RouterLink],
  templateUrl: './tool-call.html',
  styleUrl: './tool-call.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ToolCall {
  readonly part = input.required<ToolPart>();
  /** Whether its turn is over: what runs then, runs no more. */
  readonly over = input(false);

  protected readonly view = computed(() => toolView(this.part()));
  protected readonly phase = computed((): ToolPhase => {
    const { phase } = this.view();
    return this.over() && (phase === 'running' || phase === 'pending') ? 'error' : phase;
  });
  protected readonly phaseWords = computed(() => PHASES[this.phase()]);
  protected readonly took = computed(() => {
    const { took } = this.view();
    return took === undefined || took < 1_000 ? '' : span(took);
  });

  /** Changes and failures show themselves; all else on demand. Whoever has opened or closed it has the last word. */
  private readonly speaksUp = computed(() => this.view().diff !== undefined || this.view().error !== undefined);
  protected readonly open = linkedSignal(this.speaksUp);
}
