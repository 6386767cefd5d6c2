import { from, map, of, type Observable } from 'rxjs';

/** Anything that can check an answer: a schema of zod, valibot, arktype, … or an object with a `parse` of your own. */
export type AnswerSchema<T> = ParsingSchema<T> | StandardSchema<T>;

/** A schema that throws what is wrong. */
export interface ParsingSchema<T> {
  /** The answer as it shall be, or throws what is wrong with it. */
  parse(value: unknown): T;
}

/** The part of Standard Schema (standardschema.dev) that checks. */
export interface StandardSchema<T> {
  readonly '~standard': {
    validate(value: unknown): StandardResult<T> | PromiseLike<StandardResult<T>>;
  };
}

/** What a Standard Schema says of a value. */
export type StandardResult<T> =
  { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };

/** One thing that is wrong with a value, and where. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Whether this is something {@link applySchema} can use. */
export function isAnswerSchema(value: unknown): value is AnswerSchema<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return '~standard' in value || ('parse' in value && typeof value.parse === 'function');
}

/** The schema's output for the value. Errors with what the schema throws, or with a plain `Error` of its issues. */
export function applySchema<T>(schema: AnswerSchema<T>, value: unknown): Observable<T> {
  if (!('~standard' in schema)) return of(schema.parse(value));
  const result = schema['~standard'].validate(value);
  return ('then' in result ? from(result) : of(result)).pipe(map(outputOf));
}

function outputOf<T>(result: StandardResult<T>): T {
  if (result.issues === undefined) return result.value;
  throw new Error(result.issues.map(wordsOf).join('; '));
}

function wordsOf({ message, path = [] }: StandardIssue): string {
  const place = path.map(step => String(typeof step === 'object' ? step.key : step)).join('.');
  return place === '' ? message : `${place}: ${message}`;
}
