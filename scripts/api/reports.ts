import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as prettier from 'prettier';
import type * as ts from 'typescript';
import { extract } from './extract.js';
import { exportedNames, inferredTypes } from './inferred-types.js';
import { emitDeclarations, libraryProgram } from './program.js';

const ENTRIES = {
  'opencode-rx.api.md': 'index.d.ts',
  'angular.api.md': 'angular/index.d.ts',
  'testing.api.md': 'testing/index.d.ts',
};

const HEAD = `## What is inferred

What \`opencode-rx.api.md\` does not show: the fields of the types that are inferred from schemas, what each event says,
and the methods that the client inherits. Written by \`npm run api\`; do not edit it.
`;

/** The public surface as text, by the name of the file it is kept in, and what is wrong with it. */
export interface Surface {
  readonly reports: ReadonlyMap<string, string>;
  readonly complaints: readonly string[];
}

/** Reads the surface of the library from its declarations, in a folder of the package that is gone afterwards. */
export async function surfaceOf(root: string): Promise<Surface> {
  const folder = await mkdtemp(join(root, '.api-'));
  try {
    const program = libraryProgram(root);
    emitDeclarations(program, join(folder, 'types'));
    const reports = new Map<string, string>();
    const complaints: string[] = [];
    const known = exportedNames(program, root);
    for (const [name, entry] of Object.entries(ENTRIES)) {
      const extracted = await extract({ root, folder, entry, name, known });
      reports.set(name, extracted.report);
      complaints.push(...extracted.complaints);
    }
    return { reports: reports.set('inferred.api.md', await inferredReport(program, root)), complaints };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inferredReport(program: ts.Program, root: string): Promise<string> {
  const options = await prettier.resolveConfig(join(root, 'lib', 'index.ts'));
  const code = await prettier.format(inferredTypes(program, root), { ...options, parser: 'typescript' });
  return `${HEAD}\n\`\`\`ts\n${code}\`\`\`\n`;
}
