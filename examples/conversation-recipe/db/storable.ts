/** PostgreSQL takes neither NUL nor half a surrogate pair, and tools print both. */
export const storableText = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');

/** The same for what goes into a JSON column; JSON writes both as escapes. */
export const storableJson = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value).replace(/\\(?:\\|u0000|ud[89a-f]..)/g, escape => (escape === '\\\\' ? escape : '\uFFFD')),
  ) as T;
