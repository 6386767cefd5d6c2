import type { Locator, Page } from 'playwright-core';
import type { Complaints } from './complaints.js';

/** The page as a user knows it: by what things are called. */
export class Dashboard {
  /** The list of sessions. */
  readonly sessions: Locator;
  /** The conversation of the open session. */
  readonly log: Locator;
  /** Every message of it. */
  readonly messages: Locator;
  /** Where the user writes. */
  readonly prompt: Locator;
  /** Whether the server is heard. */
  readonly status: Locator;

  constructor(
    readonly page: Page,
    readonly complaints: Complaints,
  ) {
    this.sessions = page.getByRole('navigation', { name: 'Sessions' });
    this.log = page.getByRole('log', { name: 'Conversation' });
    this.messages = this.log.getByRole('article');
    this.prompt = page.getByRole('textbox', { name: 'Prompt' });
    this.status = page.getByRole('status').filter({ hasText: /^\s*(Connected|Connecting|Reconnecting|Disconnected)/ });
  }

  /** The link to a session in the list. */
  session(title: string): Locator {
    return this.sessions.getByRole('link').filter({ hasText: title });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  region(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  dialog(name: 'Permission' | 'Question'): Locator {
    return this.page.getByRole('dialog', { name, exact: true });
  }

  /** The id of the open session, from the address. */
  get sessionID(): string {
    return /\/session\/([^/?#]+)/.exec(this.page.url())?.[1] ?? '';
  }

  /** Makes the list of sessions visible, where it is folded away. */
  async openMenu(): Promise<void> {
    if (!(await this.sessions.isVisible())) await this.button('Menu').click();
    await this.sessions.waitFor();
  }

  /** Opens a session from the list. */
  async openSession(title: string): Promise<void> {
    await this.session(title).click();
    await this.page.getByRole('heading', { name: title }).waitFor();
  }

  /** Writes and sends. */
  async send(words: string): Promise<void> {
    await this.prompt.fill(words);
    await this.button('Send').click();
  }

  /** When the turn is over, and the page has heard of it. */
  async turnIsOver(): Promise<void> {
    await this.button('Stop').waitFor({ state: 'hidden' });
  }

  /** When the page says that it hears the server, or that it does not. */
  async says(state: 'Connected' | 'Connecting' | 'Reconnecting' | 'Disconnected'): Promise<void> {
    await this.status.filter({ hasText: new RegExp(`^\\s*${state}`) }).waitFor();
  }
}
