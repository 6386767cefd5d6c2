import { outcomesOf, themesWithFailures, withSecondTry, type Outcome } from '../../scripts/compat/outcomes.js';
import { describeRuns } from '../../scripts/compat/table.js';
import { needs } from '../support/needs.js';

const passed = (theme: string, name: string) => ({ theme, name, is: 'passed' }) as const;
const failed = (theme: string, name: string, words: string): Outcome => ({ theme, name, is: 'failed', words });
const lacking = (theme: string, name: string, words: string): Outcome => ({ theme, name, is: 'lacking', words });

/** What jest says of an error that a spec ends with. */
function messageOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return (error as Error).stack ?? '';
  }
  return '';
}

describe('the outcomes of a run', () => {
  const result = (fullName: string, status: string, ...failureMessages: string[]) => ({
    fullName,
    status,
    failureMessages,
  });
  const report = (...assertionResults: ReturnType<typeof result>[]) => ({
    testResults: [{ name: '/anywhere/spec/live/turns.spec.ts', message: 'Cannot find module', assertionResults }],
  });

  it('tell what a server lacks from what failed', () => {
    const lack = messageOf(() => needs({ version: '1.1.65' }, 'events of deltas'));
    expect(outcomesOf(report(result('a', 'passed'), result('b', 'failed', lack)))).toEqual([
      passed('turns', 'a'),
      lacking('turns', 'b', 'events of deltas'),
    ]);
    const both = result('c', 'failed', lack, 'Error: An event stream was left open\n    at spec');
    expect(outcomesOf(report(both))).toEqual([failed('turns', 'c', 'Error: An event stream was left open')]);
  });

  it('take for a failure whatever did not run', () => {
    expect(outcomesOf(report(result('a', 'pending'), result('b', 'failed', 'Error: no\n    at spec')))).toEqual([
      failed('turns', 'a', 'pending'),
      failed('turns', 'b', 'Error: no'),
    ]);
    expect(outcomesOf(report())).toEqual([failed('turns', 'the file', 'Cannot find module')]);
  });

  it('are those of the second try where the first failed, and say so', () => {
    const first: Outcome[] = [
      passed('a', '1'),
      failed('a', '2', 'late'),
      failed('b', '3', 'wrong'),
      lacking('b', '4', 'x'),
    ];
    expect(themesWithFailures(first)).toEqual(['/a.spec.ts', '/b.spec.ts']);
    const second: Outcome[] = [failed('a', '1', 'late'), passed('a', '2'), failed('b', '3', 'wrong again')];
    expect(withSecondTry(first, second)).toEqual([
      passed('a', '1'),
      { ...passed('a', '2'), secondTry: true },
      failed('b', '3', 'wrong again'),
      lacking('b', '4', 'x'),
    ]);
  });
});

describe('the table of runs', () => {
  it('has a row for each file, a column for each version, and names what is not simply passed', () => {
    const old: Outcome[] = [passed('turns', 'a'), lacking('rest', 'b', 'deltas'), failed('rest', 'c', 'Error: no')];
    const table = describeRuns([
      { version: '1.1.65', outcomes: old },
      { version: '1.2.27', outcomes: [passed('turns', 'a'), { ...passed('turns', 'b'), secondTry: true }] },
    ]);
    expect(table.split('\n')).toEqual([
      '| specs | 1.1.65                   | 1.2.27 |',
      '| ----- | ------------------------ | ------ |',
      '| rest  | **1 failed**, 0, lacks 1 | –      |',
      '| turns | 1                        | 2      |',
      '| all   | **1 failed**, 1, lacks 1 | 2      |',
      '',
      'Lacking:',
      '',
      '- deltas: 1.1.65',
      '',
      'Passed at the second try:',
      '',
      '- 1.2.27, turns: b',
      '',
      'Failed:',
      '',
      '- 1.1.65, rest: c: Error: no',
      '',
    ]);
  });
});

describe('what a spec needs', () => {
  it.each([
    ['1.1.65', true],
    ['1.2.27', false],
    ['1.3.2', false],
    ['1.14.41', true],
    ['1.18.33', true],
  ])('is lacking only between two releases: %s has it: %s', (version, has) => {
    expect(messageOf(() => needs({ version }, 'what an aborted answer had said')) === '').toBe(has);
  });
});
