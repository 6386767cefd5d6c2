import { ChangeDetectionStrategy, Component, DOCUMENT, inject } from '@angular/core';
import { ConnectForm } from './connect-form';
import { Connection } from './connection';
import { SETTINGS } from './settings';

/** What is shown instead of everything else while the server lets nobody in, or is not there. */
@Component({
  selector: 'app-connect-trouble',
  imports: [ConnectForm],
  template: `
    <section class="card">
      @if (connection.trouble() === 'unauthorized') {
        <div role="alert">
          <h1>The server asks for a password</h1>
          <p>
            {{ settings.baseUrl }}
            {{ settings.password ? 'refused the password it was given.' : 'wants a password.' }} It is the one in
            <code>OPENCODE_SERVER_PASSWORD</code> where the server was started.
          </p>
        </div>
        <app-connect-form />
      } @else {
        <div role="alert">
          <h1>The server cannot be reached</h1>
          <p>Nothing answers at {{ settings.baseUrl }}. Is it running, and does it allow this page?</p>
        </div>
        <p class="words">{{ connection.error()?.message }}</p>
        <p>
          @if (connection.retryIn(); as seconds) {
            Trying again in {{ seconds }} s.
          } @else {
            {{ connection.status() === 'failed' ? 'This will not mend itself.' : 'Trying…' }}
          }
        </p>
        @if (connection.status() === 'failed') {
          <button class="button" type="button" (click)="reload()">Try again</button>
        }
        <details>
          <summary>Use another server</summary>
          <app-connect-form />
        </details>
      }
    </section>
  `,
  styleUrl: './card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConnectTrouble {
  protected readonly connection = inject(Connection);
  protected readonly settings = inject(SETTINGS);
  private readonly location = inject(DOCUMENT).location;

  protected reload(): void {
    this.location.reload();
  }
}
