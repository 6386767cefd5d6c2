/** The value if it is a text that says something. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The value if it is a number. */
export const amount = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
