import * as z from 'zod/mini';

/** A schema of what must be right about a value for it to be taken for a `T`; a `T` may say more. */
export type Check<T> = z.ZodMiniType & { readonly wire?: T };

/** Checks each item of a list. */
export const list = <T>(item: Check<T>): Check<readonly T[]> => z.array(item);

/** Checks each value of an object with any keys. */
export const dictionary = <T>(value: Check<T>): Check<Readonly<Record<string, T>>> => z.record(z.string(), value);
