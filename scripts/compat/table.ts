import type { Outcome } from './outcomes.js';

/** The outcomes of the suite against the server of one version. */
export interface Run {
  readonly version: string;
  readonly outcomes: readonly Outcome[];
}

/** The runs in Markdown: a table of spec files and versions, then what is lacking and what failed, by name. */
export function describeRuns(runs: readonly Run[]): string {
  const themes = [...new Set(runs.flatMap(({ outcomes }) => outcomes.map(({ theme }) => theme)))].sort();
  const cells = (of: (theme: Outcome) => boolean) =>
    runs.map(({ outcomes }) => cell(outcomes.filter(outcome => of(outcome))));
  const rows = [
    ['specs', ...runs.map(({ version }) => version)],
    ...themes.map(theme => [theme, ...cells(outcome => outcome.theme === theme)]),
    ['all', ...cells(() => true)],
  ];
  const lists = [
    ...list('Lacking', lacks(runs)),
    ...list('Passed at the second try', secondTries(runs)),
    ...list('Failed', failures(runs)),
  ];
  return [...table(rows), ...lists].join('\n') + '\n';
}

/** `5`, `4, lacks 1`, `**1 failed**, 3, lacks 1`, or a dash where nothing was run. */
function cell(outcomes: readonly Outcome[]): string {
  const count = (is: Outcome['is']) => outcomes.filter(outcome => outcome.is === is).length;
  const [passed, lacking, failed] = [count('passed'), count('lacking'), count('failed')];
  if (outcomes.length === 0) return '–';
  const lacks = lacking === 0 ? '' : `, lacks ${String(lacking)}`;
  return failed === 0 ? `${String(passed)}${lacks}` : `**${String(failed)} failed**, ${String(passed)}${lacks}`;
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...body.map(line)];
}

const list = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : ['', `${title}:`, '', ...items.map(item => `- ${item}`)];

/** Each lack once, with the versions it was met in. */
function lacks(runs: readonly Run[]): readonly string[] {
  const met = runs.flatMap(({ version, outcomes }) =>
    outcomes.flatMap(outcome => (outcome.is === 'lacking' ? [{ version, words: outcome.words }] : [])),
  );
  const versionsOf = (words: string) => new Set(met.filter(each => each.words === words).map(({ version }) => version));
  return [...new Set(met.map(({ words }) => words))]
    .sort()
    .map(words => `${words}: ${[...versionsOf(words)].join(', ')}`);
}

const failures = (runs: readonly Run[]): readonly string[] =>
  runs.flatMap(({ version, outcomes }) =>
    outcomes.flatMap(outcome =>
      outcome.is === 'failed' ? [`${version}, ${outcome.theme}: ${outcome.name}: ${outcome.words}`] : [],
    ),
  );

const secondTries = (runs: readonly Run[]): readonly string[] =>
  runs.flatMap(({ version, outcomes }) =>
    outcomes.flatMap(outcome =>
      outcome.is === 'passed' && outcome.secondTry ? [`${version}, ${outcome.theme}: ${outcome.name}`] : [],
    ),
  );
