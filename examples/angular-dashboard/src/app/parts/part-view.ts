import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { LivePart } from 'opencode-rx';
import { Markdown } from '../markdown/markdown';
import { Icon } from '../ui/icon';
import { Reasoning } from './reasoning';
import { ToolCall } from './tool-call';

/** One part of an answer. */
@Component({
  selector: 'app-part',
  imports: [Icon, Markdown, Reasoning, ToolCall],
  template: `
    @let part = this.part();
    @switch (part.type) {
      @case ('text') {
        <app-markdown [text]="part.text" />
      }
      @case ('reasoning') {
        <app-reasoning [part]="part" [over]="over()" />
      }
      @case ('tool') {
        <app-tool-call [part]="part" [over]="over()" />
      }
      @case ('file') {
        @if (image(); as url) {
          <img [src]="url" [alt]="part.filename ?? 'A picture'" />
        } @else {
          <p class="chip"><app-icon name="file" />{{ part.filename ?? part.mime ?? 'A file' }}</p>
        }
      }
      @case ('patch') {
        <p class="chip"><app-icon name="pencil" />Changed {{ fileNames() }}</p>
      }
      @case ('agent') {
        <p class="chip">&#64;{{ part.name }}</p>
      }
      @case ('subtask') {
        <p class="chip"><app-icon name="branch" />{{ part.description ?? part.prompt }}</p>
      }
      @case ('retry') {
        <p class="chip">The provider failed and was asked again: {{ part.error?.data?.message ?? part.error?.name }}</p>
      }
    }
    @if (held()) {
      <p class="held">Some of this was not heard here. It shows whole as soon as it has been said.</p>
    }
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    img {
      max-width: 100%;
      border-radius: var(--radius);
    }
    .chip {
      display: inline-flex;
      align-items: center;
      gap: 0.4rem;
      max-width: 100%;
      padding: 0.15rem 0.6rem;
      border: 1px solid var(--line);
      border-radius: 99px;
      font-size: 0.87rem;
      color: var(--muted);
      overflow-wrap: anywhere;
    }
    .held {
      margin-top: 0.35rem;
      font-size: 0.87rem;
      font-style: italic;
      color: var(--muted);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PartView {
  readonly part = input.required<LivePart>();
  /** Whether the turn it belongs to is over. */
  readonly over = input(false);

  protected readonly held = computed(() => {
    const part = this.part();
    return 'held' in part && part.held === true;
  });
  protected readonly fileNames = computed(() => {
    const part = this.part();
    return part.type === 'patch' ? (part.files ?? []).map(path => path.split('/').at(-1)).join(', ') : '';
  });
  protected readonly image = computed(() => {
    const part = this.part();
    return part.type === 'file' && part.mime?.startsWith('image/') && part.url?.startsWith('data:')
      ? part.url
      : undefined;
  });
}
