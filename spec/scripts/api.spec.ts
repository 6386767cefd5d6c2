import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ts from 'typescript';
import { withoutUnused } from '../../scripts/api/extract.js';
import { inferredTypes } from '../../scripts/api/inferred-types.js';

describe('what is inferred from schemas', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'opencode-rx-api-'));
    mkdirSync(join(root, 'lib'));
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const head = `
    type Wire<T> = { readonly [Key in keyof T]: T[Key] };
    abstract class Base {
      call = (name: string): string => name;
      /** @internal */
      hidden = 1;
    }
  `;
  const rest = `
    export interface EventMap { 'todo.updated': { todos: readonly { readonly content: string }[] } }
    export class OpencodeClient extends Base { close(): void {} }
  `;

  function typesOf(code: string): string {
    const file = join(root, 'lib', 'index.ts');
    writeFileSync(file, `${head}${code}${rest}`);
    return inferredTypes(ts.createProgram([file], { strict: true, target: ts.ScriptTarget.ES2022 }), root);
  }

  it('writes out the fields that a schema gives to a type, and calls by its name what has one', () => {
    const types = typesOf(`
      export interface Todo extends Wire<{ content: string }> {}
      export interface List extends Wire<{ all: readonly { readonly content: string }[]; more?: boolean }> {}
      export interface Plain { content: string }
    `);
    expect(types).toContain('export type Todo = { readonly content: string; };');
    expect(types).toMatch(/export type List = \{\s+readonly all: readonly Todo\[\];\s+readonly more\?: boolean/);
    expect(types).toContain(`'todo.updated': { todos: readonly Todo[]; };`);
    expect(types).not.toContain('Plain');
  }, 60_000);

  it('lists what the client inherits, but for what is internal', () => {
    const types = typesOf('');
    expect(types).toContain(`'call': (name: string) => string;`);
    expect(types).not.toMatch(/hidden|close/);
  }, 60_000);

  it('orders a union by its text', () => {
    const schema = (type: string): string => `export interface Some extends Wire<{ of: ${type} }> {}`;
    const one = typesOf(schema(`'b' | { z: 1 } | 'a' | { y: 1 }`));
    expect(typesOf(schema(`{ y: 1 } | 'a' | { z: 1 } | 'b'`))).toBe(one);
  }, 60_000);
});

describe('a report of API Extractor', () => {
  it('keeps only the imports that it needs', () => {
    const used = `import { Observable } from 'rxjs';\nimport * as z from 'zod';\n`;
    const unused = `import { $strip } from 'zod/core';\nimport type { Other } from 'rxjs';\n`;
    const code = `\nexport const a$: Observable<z.Type>;\n`;
    expect(withoutUnused(`${used}${unused}${code}`)).toBe(`${used}${code}`);
  });
});
