import { OpencodeError } from 'opencode-rx';

/** SQLSTATE classes and codes of a database that is away, starting, too busy or full, or of a transaction to try again. */
const PASSING = /^(?:08...|57P0[1235]|57014|53...|40001|40P01|25006|25P03|55P03)$/;

/** What Node says of a connection that could not be made, or broke. */
const NETWORK = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/;

/** The words of `pg` and of PGlite for the same, which have no code. */
const WORDS = /^(?:Connection terminated|timeout expired|timeout exceeded|Query read timeout|Client has encountered)/;

/** Whether a query failed for the database's sake, so that the same one may do better later. */
export function isDown(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || error instanceof OpencodeError) return false;
  const { code, message, cause } = error as Readonly<Partial<Record<'code' | 'message' | 'cause', unknown>>>;
  const isPassing = typeof code === 'string' && (PASSING.test(code) || NETWORK.test(code));
  return isPassing || (typeof message === 'string' && WORDS.test(message)) || isDown(cause);
}
