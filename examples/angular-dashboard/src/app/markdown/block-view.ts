import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { MarkedToken, Token } from 'marked';
import { CodeBlock } from './code-block';
import { InlineView } from './inline-view';

/** One block, drawn by Angular: nothing of a text ever becomes HTML. */
@Component({
  selector: 'app-block',
  imports: [CodeBlock, InlineView],
  templateUrl: './block-view.html',
  styleUrl: './block-view.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BlockView {
  readonly token = input.required<MarkedToken>();

  /** The tokens of a token are the library's own: no extension is in use. */
  protected marked(token: Token): MarkedToken {
    return token as MarkedToken;
  }
}
