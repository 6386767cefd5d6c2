/** Whether an error says that nobody reads what is written any more, as behind `head`. */
export const isBrokenPipe = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE';

/** Throws what is not that. A listener for the errors of stdout and stderr. */
export function exceptBrokenPipe(error: Error): void {
  if (!isBrokenPipe(error)) throw error;
}
