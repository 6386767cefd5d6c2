import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Icon } from '../ui/icon';
import { describe } from './describe';
import { PromptDesk } from './prompt-desk';

/** What waits in this session without a dialog: it was closed, or does not open while somebody types. */
@Component({
  selector: 'app-waiting-bar',
  imports: [Icon],
  template: `
    @if (request(); as request) {
      <div class="bar">
        <app-icon name="alert" />
        <p>
          <strong class="one-line">Waiting for you</strong>
          <span class="one-line">{{ describe(request) }}</span>
        </p>
        <button class="button" type="button" (click)="desk.open(request)">
          {{ request.kind === 'question' ? 'Show the question' : 'Review the request' }}
        </button>
      </div>
    }
  `,
  styles: `
    .bar {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      padding: 0.5rem 0.6rem 0.5rem 0.9rem;
      border-radius: var(--radius);
      background: var(--warn-soft);
      color: var(--warn);
    }
    p {
      display: flex;
      flex: 1;
      flex-wrap: wrap;
      column-gap: 0.6rem;
      min-width: 0;
      line-height: 1.4;
    }
    strong {
      font-weight: 600;
    }
    span {
      color: var(--text);
    }
    .button {
      color: var(--text);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WaitingBar {
  protected readonly desk = inject(PromptDesk);
  protected readonly describe = describe;
  protected readonly request = computed(() => (this.desk.current() ? undefined : this.desk.waitingHere()[0]));
}
