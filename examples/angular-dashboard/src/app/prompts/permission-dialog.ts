import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core';
import type { Attention } from 'opencode-rx';
import { Diff } from '../ui/diff';
import { Icon } from '../ui/icon';
import { text } from '../ui/json';
import { Modal } from '../ui/modal';
import { Answering } from './answering';
import { askerOf } from './describe';

const ASKS: Readonly<Record<string, string>> = {
  bash: 'run a command',
  edit: 'change files',
  read: 'read files',
  webfetch: 'open a web page',
  external_directory: 'leave its directory',
  task: 'start a sub-agent',
};

/** Asks for leave to use a tool. */
@Component({
  selector: 'app-permission-dialog',
  imports: [Diff, Icon, Modal],
  templateUrl: './permission-dialog.html',
  styleUrl: '../ui/dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PermissionDialog {
  readonly request = input.required<Extract<Attention, { kind: 'permission' }>>();
  readonly closed = output();

  protected readonly askerOf = askerOf;
  protected readonly answering = new Answering();
  /** What the agent is told with a rejection. */
  protected readonly words = signal('');

  protected readonly ask = computed(() => ASKS[this.request().permission] ?? `use ${this.request().permission}`);
  protected readonly diff = computed(() => text(this.request().metadata?.['diff']));
  /** What it is about: the command as the agent wrote it, else the patterns the server made of it. */
  protected readonly subjects = computed(() => {
    const { metadata, patterns = [] } = this.request();
    const command = text(metadata?.['command']);
    return command === undefined ? patterns : [command];
  });
  protected readonly always = computed(() => (this.request().always ?? []).join(', '));

  protected allow(reply: 'once' | 'always'): void {
    this.answering.send(this.request().reply(reply));
  }

  protected reject(): void {
    this.answering.send(this.request().reject(this.words().trim() || undefined));
  }
}
