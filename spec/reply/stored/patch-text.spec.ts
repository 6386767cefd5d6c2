import { addedFiles } from '../../../lib/reply/stored/patch-text.js';

const patch = (...lines: string[]) => ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');

describe('addedFiles', () => {
  it('reads each section that adds a file, and no other', () => {
    const text = patch(
      '*** Add File: docs/a.md',
      '+# A',
      '+',
      '+text',
      '*** Update File: b.ts',
      '@@',
      '-old',
      '+new',
      '*** Delete File: c.ts',
      '*** Add File: d.txt ',
      '+d',
    );
    expect(addedFiles(text)).toEqual([
      { path: 'docs/a.md', content: '# A\n\ntext\n' },
      { path: 'd.txt', content: 'd\n' },
    ]);
  });

  it.each([
    [[], ''],
    [['+'], ''],
    [['+', '+'], '\n'],
    [['+a', '+'], 'a\n'],
    [['+++ b'], '++ b\n'],
    [['passed over', '+a'], 'a\n'],
    [['+a\r', '+b\r'], 'a\r\nb\r\n'],
  ])('%j writes %j', (lines, content) => {
    expect(addedFiles(patch('*** Add File: x', ...lines))).toEqual([{ path: 'x', content }]);
  });

  it('reads a section that nothing ends', () => {
    expect(addedFiles('*** Add File: x\n+a')).toEqual([{ path: 'x', content: 'a\n' }]);
  });

  it.each(['', 'no patch', patch('*** Add File: ', '+a'), patch('+*** Add File: x')])('finds none in %j', text => {
    expect(addedFiles(text)).toEqual([]);
  });
});
