import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Connection } from './connection';

/** The chip that says how the connection is; the countdown is for the eye only. */
@Component({
  selector: 'app-connection-state',
  imports: [RouterLink],
  template: `
    <a class="chip" routerLink="/connect" [class]="connection.status()" [title]="connection.error()?.message ?? ''">
      <span class="dot" aria-hidden="true"></span>
      <span role="status">{{ connection.label() }}</span>
      @if (connection.retryIn(); as seconds) {
        <span class="count" aria-hidden="true">in {{ seconds }} s</span>
      }
    </a>
  `,
  styleUrl: './connection-state.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConnectionState {
  protected readonly connection = inject(Connection);
}
