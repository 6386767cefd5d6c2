import { mimeTypeOf } from '../../../lib/reply/stored/mime-type.js';

describe('mimeTypeOf', () => {
  it.each([
    ['report.md', 'text/markdown'],
    ['data.JSON', 'application/json'],
    ['page.html', 'text/html'],
    ['logo.svg', 'image/svg+xml'],
    ['main.ts', 'text/plain'],
    ['lib.rs', 'text/plain'],
    ['Makefile', 'text/plain'],
    ['.gitignore', 'text/plain'],
    ['', 'text/plain'],
  ])('%s is %s', (name, type) => {
    expect(mimeTypeOf(name)).toBe(type);
  });
});
