import { ChangeDetectionStrategy, Component, input, linkedSignal } from '@angular/core';
import { BlockView } from './block-view';
import { grow, type Blocks } from './blocks';

/** A text with its marks drawn. While it grows, only its last block is drawn again. */
@Component({
  selector: 'app-markdown',
  imports: [BlockView],
  template: `
    @for (block of parsed().blocks; track block.start) {
      <app-block [token]="block.token" />
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.7rem;
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Markdown {
  readonly text = input.required<string>();

  protected readonly parsed = linkedSignal<string, Blocks>({
    source: () => this.text().replaceAll('\r\n', '\n'),
    computation: (text, before) => grow(before?.value, text),
  });
}
