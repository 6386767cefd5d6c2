import { ChangeDetectionStrategy, Component, DOCUMENT, inject } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { isServerAddress, saveSettings, SETTINGS } from './settings';

/** Where the server is and who is asking. The page starts anew with what is given. */
@Component({
  selector: 'app-connect-form',
  imports: [ReactiveFormsModule],
  template: `
    <form [formGroup]="form" (ngSubmit)="connect()">
      <label>
        Server address
        <input class="field" type="url" formControlName="baseUrl" autocomplete="url" required />
      </label>
      <label>
        User name
        <input class="field" type="text" formControlName="username" autocomplete="username" />
      </label>
      <label>
        Password
        <input class="field" type="password" formControlName="password" autocomplete="current-password" />
      </label>
      <p class="hint">Kept in this tab only, until you close it.</p>
      <button class="button primary" type="submit" [disabled]="form.invalid">Connect</button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: 0.85rem;
    }
    label {
      display: grid;
      gap: 0.25rem;
      font-size: 0.87rem;
      font-weight: 550;
    }
    .field {
      font-weight: 400;
    }
    .hint {
      font-size: 0.83rem;
      color: var(--muted);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConnectForm {
  private readonly document = inject(DOCUMENT);
  private readonly settings = inject(SETTINGS);

  protected readonly form = new FormGroup({
    baseUrl: new FormControl(this.settings.baseUrl, {
      nonNullable: true,
      validators: [Validators.required, control => (isServerAddress(String(control.value)) ? null : { address: true })],
    }),
    username: new FormControl(this.settings.username ?? 'opencode', { nonNullable: true }),
    password: new FormControl('', { nonNullable: true }),
  });

  protected connect(): void {
    if (this.form.invalid) return;
    saveSettings({ ...this.settings, ...this.form.getRawValue() });
    const { location } = this.document;
    if (location.pathname.endsWith('/connect')) location.assign(this.document.baseURI);
    else location.reload();
  }
}
