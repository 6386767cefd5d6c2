import {
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  model,
  signal,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { of } from 'rxjs';
import type { SessionView } from 'opencode-rx';
import { injectOpencode } from 'opencode-rx/angular';
import { Modal } from '../ui/modal';
import { Icon } from '../ui/icon';
import { selected } from '../ui/selected';
import { SessionActions } from './session-actions';
import { titleOf } from './session-rows';

/** The session's name, and what can be done to the whole of it. */
@Component({
  selector: 'app-session-header',
  imports: [Icon, Modal, RouterLink],
  templateUrl: './session-header.html',
  styleUrls: ['./session-header.css', '../ui/dialog.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SessionHeader {
  readonly view = input.required<SessionView>();
  /** Whether the panel at the side is wanted. */
  readonly details = model(false);

  private readonly client = injectOpencode();
  private readonly actions = inject(SessionActions);
  private readonly box = viewChild<ElementRef<HTMLInputElement>>('name');

  protected readonly titleOf = titleOf;
  protected readonly info = selected(this.view, view => view.info$);
  protected readonly title = computed(() => {
    const info = this.info();
    return info === undefined ? '' : titleOf(info);
  });
  private readonly parentID = computed(() => this.info()?.parentID);
  protected readonly parent = selected(this.parentID, id =>
    id === undefined ? of(undefined) : this.client.session(id).info$,
  );

  protected readonly renaming = signal(false);
  protected readonly deleting = signal(false);

  protected beginRename(): void {
    this.renaming.set(true);
    setTimeout(() => this.box()?.nativeElement.select());
  }

  /** When the field is left, by whatever way but Esc; it is left once more when it is taken away. */
  protected rename(title: string): void {
    if (!this.renaming()) return;
    this.renaming.set(false);
    const wanted = title.trim();
    if (wanted !== '' && wanted !== this.title()) this.actions.rename(this.view().sessionID, wanted);
  }

  protected remove(): void {
    this.deleting.set(false);
    this.actions.delete(this.view().sessionID);
  }
}
