import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { SessionView } from 'opencode-rx';
import { Diff } from '../ui/diff';
import { selected } from '../ui/selected';
import { plural } from '../ui/words';
import { changesOf } from './changes-of';

/** The files a session has changed. */
@Component({
  selector: 'app-changes',
  imports: [Diff],
  templateUrl: './changes.html',
  styleUrls: ['./section.css', './changes.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Changes {
  readonly view = input.required<SessionView>();

  private readonly diff = selected(this.view, view => view.diff$);
  private readonly messages = selected(this.view, view => view.messages$);
  protected readonly changes = computed(() => changesOf(this.diff() ?? [], this.messages() ?? []), {
    equal: (one, other) => one.length === other.length && one.every((change, index) => change === other[index]),
  });
  protected readonly plural = plural;
}
