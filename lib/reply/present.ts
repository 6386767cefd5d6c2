/** An object without the fields that are `undefined`. */
export type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out the fields that are `undefined`, so that absent is spelled in one way. */
export function present<T extends object>(fields: T): Present<T> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Present<T>; // fromEntries forgets which keys it was given
}
