import type * as z from 'zod/mini';
import type { ShapeError } from './check-shape.js';

type Issue = z.core.$ZodIssue;

/** What a value's shape got wrong, for an error message: the first three places, none of the content. */
export function issuesOf(error: ShapeError, root = '', whole = 'the answer'): string {
  const places = error.issues.map(issue => place(deepest(issue, root === '' ? [] : [root]), whole));
  return [...new Set(places)].slice(0, 3).join('; ');
}

/** A union's issue says nothing: what the most fitting member (its fields go deepest) complains of says it. */
function deepest(issue: Issue, prefix: readonly PropertyKey[]): Place {
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'invalid_union') return { path, issue };
  const inner = issue.errors.flatMap(issues => issues.slice(0, 1)).map(each => deepest(each, path));
  return inner.reduce((best, each) => (each.path.length > best.path.length ? each : best), { path, issue });
}

interface Place {
  readonly path: readonly PropertyKey[];
  readonly issue: Issue;
}

function place({ path, issue }: Place, whole: string): string {
  return `${path.map(String).join('.') || whole}: ${complaint(issue)}`;
}

function complaint(issue: Issue): string {
  if (issue.code === 'invalid_type') return `not ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
  if (issue.code === 'invalid_value') return `not ${issue.values.map(value => `'${String(value)}'`).join(' or ')}`;
  return issue.message === UNSAID ? 'not as expected' : issue.message;
}

/** What `zod/mini` says where a schema has no words of its own. */
const UNSAID = 'Invalid input';
