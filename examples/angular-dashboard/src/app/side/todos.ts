import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { canonicalTodo, type SessionView } from 'opencode-rx';
import { Icon } from '../ui/icon';
import { selected } from '../ui/selected';

/** The agent's list of things to do, ticking off. */
@Component({
  selector: 'app-todos',
  imports: [Icon],
  template: `
    <section role="region" aria-label="Todos">
      <h2>
        Todos
        @if (todos().length > 0) {
          <span>{{ done() }} of {{ todos().length }}</span>
        }
      </h2>
      @if (todos().length > 0) {
        <progress [value]="done()" [max]="todos().length" aria-label="Todos done"></progress>
        <ul [class.busy]="busy()">
          @for (todo of todos(); track $index) {
            <li [class]="todo.status">
              <span class="mark" aria-hidden="true">
                @if (todo.status === 'completed') {
                  <app-icon name="check" />
                }
              </span>
              <span class="visually-hidden">{{ words(todo.status) }}</span>
              <span>{{ todo.content }}</span>
            </li>
          }
        </ul>
      } @else {
        <p class="none">No todos in this session.</p>
      }
    </section>
  `,
  styleUrls: ['./section.css', './todos.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Todos {
  readonly view = input.required<SessionView>();

  private readonly status = selected(this.view, view => view.status$);
  protected readonly busy = computed(() => this.status()?.type === 'busy');
  private readonly wire = selected(this.view, view => view.todos$);
  protected readonly todos = computed(() => (this.wire() ?? []).map(canonicalTodo));
  protected readonly done = computed(() => this.todos().filter(({ status }) => status === 'completed').length);

  protected words(status: string | undefined): string {
    return `${(status ?? 'pending').replace('_', ' ')}: `;
  }
}
