import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { MarkedToken, Token } from 'marked';

/** What stands in a line: words, emphasis, code, links. */
@Component({
  selector: 'app-inline',
  template: `
    @for (token of marked(); track $index) {
      @switch (token.type) {
        @case ('strong') {
          <strong><app-inline [tokens]="token.tokens" /></strong>
        }
        @case ('em') {
          <em><app-inline [tokens]="token.tokens" /></em>
        }
        @case ('del') {
          <del><app-inline [tokens]="token.tokens" /></del>
        }
        @case ('codespan') {
          <code>{{ token.text }}</code>
        }
        @case ('link') {
          <a [href]="token.href" target="_blank" rel="noopener noreferrer"><app-inline [tokens]="token.tokens" /></a>
        }
        @case ('image') {
          <a [href]="token.href" target="_blank" rel="noopener noreferrer">{{ token.text || token.href }}</a>
        }
        @case ('br') {
          <br />
        }
        @case ('text') {
          <ng-container>{{ token.text }}</ng-container>
        }
        @case ('escape') {
          <ng-container>{{ token.text }}</ng-container>
        }
        @default {
          <ng-container>{{ token.raw }}</ng-container>
        }
      }
    }
  `,
  styles: `
    :host {
      display: contents;
    }
    code {
      padding: 0.1em 0.35em;
      border-radius: var(--radius-small);
      background: var(--sunken);
      border: 1px solid var(--line);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InlineView {
  readonly tokens = input.required<readonly Token[]>();
  protected readonly marked = computed(() => this.tokens() as readonly MarkedToken[]);
}
