import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core';
import { BlockView } from './block-view';
import { grow, type Blocks } from './blocks';

/** A text with its marks drawn. While it grows, only its last block is drawn again. */
@Component({
  selector: 'app-markdown',
  imports: [BlockView],
  template: `
    @for (block of blocks(); track block.start) {
      <app-block [token]="block.token" />
    }
  `,
  styles: `
    /* Blocks in a flow: a grid would measure all of them whenever the last one grows. */
    :host {
      display: block;
      overflow-wrap: anywhere;
    }
    app-block + app-block {
      margin-top: 0.7rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Markdown {
  readonly text = input.required<string>();

  private readonly parsed = linkedSignal<string, Blocks>({
    source: () => this.text().replaceAll('\r\n', '\n'),
    computation: (text, before) => grow(before?.value, text),
  });
  protected readonly blocks = computed(() => this.parsed().blocks.filter(({ token }) => token.type !== 'space'));
}
