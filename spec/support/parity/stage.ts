import { firstValueFrom, type Subscription } from 'rxjs';
import type { OpencodeClient } from '../../../lib/client.js';
import { sessionIDOf, type MessageWithParts, type OpencodeEvent, type Session } from '../../../lib/wire/index.js';

/** Milliseconds a real server on a busy machine may take for anything. */
const PATIENCE = 30_000;

/** Where a scenario is played: a session on a server, real or scripted, and what was heard of it. */
export class Stage {
  readonly events: OpencodeEvent[] = [];
  readonly #listening: Subscription;
  #sessionID = '';

  constructor(private readonly client: OpencodeClient) {
    this.#listening = client.events$.subscribe({ next: event => this.events.push(event), error: () => undefined });
  }

  get sessionID(): string {
    return this.#sessionID;
  }

  /** Makes the session. */
  async open(): Promise<void> {
    await this.#until(() => this.events.some(({ type }) => type === 'server.connected'));
    const session = await firstValueFrom(this.client.createSession({ title: 'A scenario' }));
    this.#sessionID = session.id;
  }

  close(): void {
    this.#listening.unsubscribe();
  }

  path(rest: string): string {
    return `/session/${this.#sessionID}${rest}`;
  }

  async post(path: string, body: object): Promise<void> {
    await firstValueFrom(this.client.request('POST', path, { body }));
  }

  async remove(): Promise<void> {
    await firstValueFrom(this.client.deleteSession(this.#sessionID));
  }

  async messages(): Promise<readonly MessageWithParts[]> {
    return firstValueFrom(this.client.getMessages(this.#sessionID));
  }

  async session(): Promise<Session> {
    return firstValueFrom(this.client.getSession(this.#sessionID));
  }

  /** What a human was asked. */
  async asked(): Promise<{ readonly id: string }> {
    const isAsked = ({ type }: OpencodeEvent) => type === 'question.asked' || type === 'permission.asked';
    await this.#until(() => this.events.some(isAsked));
    return this.events.find(isAsked)?.properties as { id: string };
  }

  /** A tool runs. */
  async runs(): Promise<void> {
    await this.#until(() => JSON.stringify(this.events).includes('"status":"running"'));
  }

  /** This was said. */
  async said(delta: string): Promise<void> {
    await this.#until(() => JSON.stringify(this.events).includes(`"delta":"${delta}"`));
  }

  /** The session was said to be idle so many times. */
  idle(times = 1): Promise<void> {
    return this.heard('session.idle', times);
  }

  errors(times: number): Promise<void> {
    return this.heard('session.error', times);
  }

  /** An event of the session was heard so many times. */
  async heard(type: string, times = 1): Promise<void> {
    const own = () => this.events.filter(event => event.type === type && sessionIDOf(event) === this.#sessionID);
    await this.#until(() => own().length >= times);
  }

  async #until(isSo: () => boolean): Promise<void> {
    for (const end = Date.now() + PATIENCE; !isSo();) {
      if (Date.now() > end) throw new Error(`Waited in vain; heard ${this.events.map(({ type }) => type).join(', ')}`);
      await new Promise(again => setTimeout(again, 5));
    }
  }
}
