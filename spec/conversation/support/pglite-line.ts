import type { PGlite } from '@electric-sql/pglite';
import type { Line } from './line.js';

/** What PostgreSQL says when it is shut down. */
const broken = () => Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });

/** Makes a PGlite break like a connection to a server: it has none. */
export class PgliteLine implements Line {
  #away = false;
  #losing: string | undefined;

  constructor(client: PGlite) {
    this.#guard(client);
    const transact = client.transaction.bind(client);
    client.transaction = async run => {
      const result = await transact(tx => this.#run(tx, run));
      this.#lose('commit');
      return result;
    };
  }

  readonly goAway = async (): Promise<void> => {
    this.#away = true;
  };

  readonly comeBack = async (): Promise<void> => {
    this.#away = false;
    this.#losing = undefined;
  };

  readonly loseAnswer = (statement: string): void => {
    this.#losing = statement;
  };

  async #run<Tx extends Pick<PGlite, 'query'>, T>(tx: Tx, run: (tx: Tx) => Promise<T>): Promise<T> {
    this.#check();
    this.#guard(tx);
    const result = await run(tx);
    this.#check();
    return result;
  }

  #guard(queries: Pick<PGlite, 'query'>): void {
    const query: PGlite['query'] = queries.query.bind(queries);
    queries.query = async <T>(...args: Parameters<PGlite['query']>) => {
      this.#check();
      const result = await query<T>(...args);
      this.#lose(args[0]);
      return result;
    };
  }

  #check(): void {
    if (this.#away) throw broken();
  }

  #lose(statement: string): void {
    if (this.#losing === undefined || !statement.includes(this.#losing)) return;
    this.#losing = undefined;
    throw broken();
  }
}
