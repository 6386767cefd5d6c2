import { ChangeDetectionStrategy, Component } from '@angular/core';
import { ConnectForm } from './connect-form';

/** Where another server is chosen. */
@Component({
  selector: 'app-connect-page',
  imports: [ConnectForm],
  template: `
    <section class="card">
      <h1>Connect to a server</h1>
      <p>The address that <code>opencode serve</code> prints, and the password it was started with.</p>
      <app-connect-form />
    </section>
  `,
  styleUrl: './card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConnectPage {}
