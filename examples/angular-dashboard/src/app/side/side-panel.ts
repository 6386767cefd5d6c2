import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SessionView } from 'opencode-rx';
import { Icon } from '../ui/icon';
import { selected } from '../ui/selected';
import { titleOf } from '../sessions/session-rows';
import { Changes } from './changes';
import { Todos } from './todos';
import { Usage } from './usage';

/** What a session has to do, has changed, has cost, and whom it has sent out. */
@Component({
  selector: 'app-side-panel',
  imports: [Changes, Icon, RouterLink, Todos, Usage],
  template: `
    <aside aria-label="Details">
      <app-todos [view]="view()" />
      <app-changes [view]="view()" />
      @if (children()?.length) {
        <section aria-label="Sub-agents">
          <h2>Sub-agents</h2>
          <ul>
            @for (child of children(); track child.id) {
              <li>
                <a [routerLink]="['/session', child.id]"><app-icon name="branch" />{{ titleOf(child) }}</a>
              </li>
            }
          </ul>
        </section>
      }
      <app-usage [view]="view()" />
    </aside>
  `,
  styleUrls: ['./section.css', './side-panel.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SidePanel {
  readonly view = input.required<SessionView>();

  protected readonly titleOf = titleOf;
  protected readonly children = selected(this.view, view => view.children$);
}
