import { basename } from 'node:path';

/** What is read of the report that `jest --json` writes. */
export interface JestReport {
  readonly testResults: readonly JestFile[];
}

interface JestFile {
  readonly name: string;
  readonly message: string;
  readonly assertionResults: readonly JestResult[];
}

interface JestResult {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[] | null;
}

/** How one spec fared against one server. */
export type Outcome = {
  /** The spec's file, without its ending. */
  readonly theme: string;
  readonly name: string;
} & (
  | { readonly is: 'passed'; readonly secondTry?: boolean }
  | { readonly is: 'lacking' | 'failed'; readonly words: string }
);

/** The outcomes of a run. A spec that did not run, whatever the reason, has failed. */
export const outcomesOf = (report: JestReport): readonly Outcome[] =>
  report.testResults.flatMap(file => {
    const theme = basename(file.name).replace(/\.spec\.ts$/, '');
    const outcomes = file.assertionResults.map(result => outcomeOf(theme, result));
    return outcomes.length > 0 ? outcomes : [{ theme, name: 'the file', is: 'failed', words: firstLine(file.message) }];
  });

/** As `spec/support/needs.ts` says it. */
const LACKING = /^(?:Error: )?OpenCode \S+ lacks: (.+)$/m;

function outcomeOf(theme: string, { fullName: name, status, failureMessages }: JestResult): Outcome {
  if (status === 'passed') return { theme, name, is: 'passed' };
  const told = failureMessages ?? [];
  const lack = LACKING.exec(told[0] ?? '')?.[1];
  const failure = told.find(message => !LACKING.test(message));
  return lack !== undefined && failure === undefined
    ? { theme, name, is: 'lacking', words: lack }
    : { theme, name, is: 'failed', words: firstLine(failure ?? status) };
}

const firstLine = (text: string): string => text.trim().split('\n', 1).join('').slice(0, 200);

/** The files that are worth a second try, as jest finds them. */
export const themesWithFailures = (outcomes: readonly Outcome[]): readonly string[] => [
  ...new Set(outcomes.filter(({ is }) => is === 'failed').map(({ theme }) => `/${theme}.spec.ts`)),
];

/** The outcomes with those that failed replaced by what became of them at the second try. */
export function withSecondTry(first: readonly Outcome[], second: readonly Outcome[]): readonly Outcome[] {
  const again = new Map(second.map(outcome => [`${outcome.theme}: ${outcome.name}`, outcome]));
  return first.map(outcome => {
    const later = outcome.is === 'failed' ? again.get(`${outcome.theme}: ${outcome.name}`) : undefined;
    return later?.is === 'passed' ? { ...later, secondTry: true } : (later ?? outcome);
  });
}
