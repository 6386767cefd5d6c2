import { ChangeDetectionStrategy, Component, inject, model } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ConnectionState } from '../connection/connection-state';
import { AttentionMenu } from '../prompts/attention-menu';
import { Icon } from '../ui/icon';
import { Theme } from '../ui/theme';

/** The top of the page: how the connection is, who waits, light or dark. */
@Component({
  selector: 'app-header',
  imports: [AttentionMenu, ConnectionState, Icon, RouterLink],
  template: `
    <header>
      <button
        class="button plain square menu"
        type="button"
        aria-label="Menu"
        aria-controls="sessions"
        [attr.aria-expanded]="drawer()"
        (click)="drawer.set(!drawer())"
      >
        <app-icon name="menu" />
      </button>
      <a class="brand" routerLink="/"
        ><span class="mark" aria-hidden="true"></span><span class="name">OpenCode</span></a
      >
      <app-connection-state />
      <span class="gap"></span>
      <app-attention-menu />
      <button
        class="button plain square"
        type="button"
        aria-label="Theme"
        [title]="theme.scheme() === 'dark' ? 'Light colours' : 'Dark colours'"
        (click)="theme.toggle()"
      >
        <app-icon [name]="theme.scheme() === 'dark' ? 'sun' : 'moon'" />
      </button>
    </header>
  `,
  styleUrl: './header.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Header {
  readonly drawer = model(false);
  protected readonly theme = inject(Theme);
}
