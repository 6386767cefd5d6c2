import { ChangeDetectionStrategy, Component, inject, InjectionToken } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import type { OpencodeClient } from 'opencode-rx';

/** The one client of the page. */
export const CLIENT = new InjectionToken<OpencodeClient>('CLIENT');

/** The page: so far, whether the server is there. */
@Component({
  selector: 'app-root',
  template: `<h1>OpenCode</h1>
    <p role="status">{{ connection()?.status }}</p>
    <button type="button" (click)="listen()">Listen</button>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  private readonly client = inject(CLIENT);
  protected readonly connection = toSignal(this.client.connection$);

  protected listen(): void {
    this.client.events$.subscribe();
  }
}
