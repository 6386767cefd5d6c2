import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type NetConnectOpts, type Server, type Socket } from 'node:net';
import type { Line } from './line.js';

/** A loopback port that leads to a PostgreSQL as long as the line holds. */
export class PostgresLine implements Line {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #losing: string | undefined;

  constructor(private readonly target: NetConnectOpts) {}

  get port(): number {
    return this.#port;
  }

  readonly comeBack = async (): Promise<void> => {
    this.#losing = undefined;
    if (this.#server) return;
    this.#server = createServer(client => this.#join(client)).listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  };

  readonly goAway = async (): Promise<void> => {
    const closed = new Promise<unknown>(done => this.#server?.close(done) ?? done(undefined));
    this.#server = undefined;
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  };

  readonly loseAnswer = (statement: string): void => {
    this.#losing = statement;
  };

  #join(client: Socket): void {
    const server = connect(this.target);
    let lost = false;
    this.#tie(client, server);
    this.#tie(server, client);
    client.on('data', bytes => {
      if (this.#losing && bytes.includes(this.#losing)) [this.#losing, lost] = [undefined, true];
      server.write(bytes);
    });
    // The server's answer proves that it was done.
    server.on('data', bytes => (lost ? client.destroy() : client.write(bytes)));
  }

  #tie(socket: Socket, other: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      other.destroy();
    });
  }
}
