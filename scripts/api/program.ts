import { join, relative } from 'node:path';
import * as ts from 'typescript';

/** The library as `npm run build` compiles it. */
export function libraryProgram(root: string): ts.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.lib.json'), path => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createProgram(fileNames, options);
}

/** Writes the declarations that are published, and nothing else. */
export function emitDeclarations(program: ts.Program, folder: string): void {
  const { outDir = '' } = program.getCompilerOptions();
  const write: ts.WriteFileCallback = (name, text) => {
    ts.sys.writeFile(join(folder, relative(outDir, name)), text);
  };
  program.emit(undefined, write, undefined, true);
}
