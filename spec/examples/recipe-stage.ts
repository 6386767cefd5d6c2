import { lastValueFrom } from 'rxjs';
import { OpencodeClient, type OpencodeClientOptions } from '../../lib/index.js';
import { faultProxy, type FaultProxy } from '../support/fault-proxy.js';
import { borrowSandbox } from '../support/sandbox.js';

export const sandbox = borrowSandbox();
export let proxy: FaultProxy;
export let client: OpencodeClient;

export const connect = (more: OpencodeClientOptions = {}): OpencodeClient =>
  new OpencodeClient({ baseUrl: proxy.url, password: sandbox().password, ...more });

/** Another client in its place. */
export function replaceClient(more?: OpencodeClientOptions): void {
  client = connect(more);
}

export const newSession = async (): Promise<string> => (await lastValueFrom(client.createSession())).id;

/** A client that speaks to the sandbox through a proxy, for each spec of the file. */
export function useClient(): void {
  beforeEach(async () => {
    proxy = await faultProxy(sandbox().url);
    client = connect();
  });
  afterEach(async () => {
    client.close();
    await proxy.down();
  });
}
