import {
  extractArtifactFiles,
  extractArtifactsFromMessages,
  MAX_ARTIFACT_BYTES,
} from '../../../lib/reply/stored/artifacts.js';

const tool = (name: string, state: object) => ({ type: 'tool', tool: name, state: { status: 'completed', ...state } });
const write = (filePath: string, content: unknown, state: object = {}) =>
  tool('write', { input: { filePath, content }, ...state });
const message = (...parts: object[]) => ({ info: { role: 'assistant' }, parts });
const paths = (...parts: object[]) => extractArtifactFiles(message(...parts)).map(({ path }) => path);

const patchText = '*** Begin Patch\n*** Add File: src/a.css\n+a {}\n*** Update File: b\n@@\n-x\n+y\n*** End Patch';
const listed = (filePath: string, type: string, more: object = {}) => ({ filePath, type, ...more });

describe('extractArtifactFiles', () => {
  it('gives the file that a completed write wrote', () => {
    expect(extractArtifactFiles(message(write('/project/report.md', '# Report\n')))).toEqual([
      { name: 'report.md', path: '/project/report.md', content: '# Report\n', mimeType: 'text/markdown' },
    ]);
  });

  it('prefers the absolute path of the metadata, and knows both kinds of slash', () => {
    const part = write('report.md', 'x', { metadata: { filepath: 'C:\\docs\\report.md' } });
    expect(extractArtifactFiles(message(part))).toMatchObject([{ name: 'report.md', path: 'C:\\docs\\report.md' }]);
  });

  it('takes an empty file for a file', () => {
    expect(extractArtifactFiles(message(write('/empty.txt', '')))).toMatchObject([{ content: '' }]);
  });

  it('passes over everything else', () => {
    const edit = tool('edit', { input: { filePath: '/a', content: 'x' } });
    const parts = [
      { type: 'text' },
      edit,
      write('/a', 'x', { status: 'error' }),
      write('/a', undefined),
      write('', 'x'),
    ];
    expect(paths(...parts)).toEqual([]);
    expect(extractArtifactFiles({})).toEqual([]);
  });

  it('gives the whole files that a patch added', () => {
    expect(extractArtifactFiles(message(tool('apply_patch', { input: { patchText } })))).toEqual([
      { name: 'a.css', path: 'src/a.css', content: 'a {}\n', mimeType: 'text/css' },
    ]);
  });

  it('calls them by the paths the metadata lists, when it lists as many', () => {
    const files = [listed('/project/src/a.css', 'add'), listed('/project/b', 'update')];
    expect(paths(tool('apply_patch', { input: { patchText }, metadata: { files } }))).toEqual(['/project/src/a.css']);
    const others = [...files, listed('/project/c', 'add')];
    expect(paths(tool('apply_patch', { input: { patchText }, metadata: { files: others } }))).toEqual(['src/a.css']);
  });

  it('finds the contents in the metadata of servers that put them there', () => {
    const files = [
      listed('/a.txt', 'add', { after: 'a' }),
      listed('/b', 'add'),
      listed('/c', 'update', { after: 'c' }),
    ];
    expect(extractArtifactFiles(message(tool('apply_patch', { metadata: { files } })))).toMatchObject([
      { path: '/a.txt', content: 'a' },
    ]);
  });

  it('counts bytes, not characters', () => {
    const wide = 'é'.repeat(MAX_ARTIFACT_BYTES / 2);
    const parts = [
      write('/fits', wide),
      write('/large', `${wide}x`),
      write('/huge', 'x'.repeat(MAX_ARTIFACT_BYTES + 1)),
    ];
    expect(paths(...parts)).toEqual(['/fits']);
  });
});

describe('extractArtifactsFromMessages', () => {
  it('gives the last writing of a path, in the place of the first', () => {
    const messages = [message(write('/a', 'old'), write('/b', 'b')), {}, message(write('/a', 'new'))];
    expect(extractArtifactsFromMessages(messages)).toMatchObject([
      { path: '/a', content: 'new' },
      { path: '/b', content: 'b' },
    ]);
  });

  it('keeps files apart that only share a name', () => {
    expect(extractArtifactsFromMessages([message(write('/a/x', '1'), write('/b/x', '2'))])).toHaveLength(2);
  });

  it('does not show an older writing in the place of one that is too large', () => {
    const large = 'x'.repeat(MAX_ARTIFACT_BYTES + 1);
    expect(extractArtifactsFromMessages([message(write('/a', 'old')), message(write('/a', large))])).toEqual([]);
  });
});
