import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const files = readdirSync(__dirname).filter(name => name.endsWith('.types.ts'));

/** What the compiler has to say about a file, one line each. */
function complaints(program: ts.Program, name: string): readonly string[] {
  const source = program.getSourceFile(join(__dirname, name));
  if (source === undefined) return [`${name} is not there`];
  return ts.getPreEmitDiagnostics(program, source).map(({ start = 0, messageText }) => {
    const { line } = source.getLineAndCharacterOfPosition(start);
    return `${name}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

function compile(): ts.Program {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), path => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  return ts.createProgram(
    files.map(name => join(__dirname, name)),
    options,
  );
}

describe('the types a user sees', () => {
  let program: ts.Program;

  beforeAll(() => {
    program = compile();
  }, 60_000);

  it.each(files)(
    '%s',
    name => {
      expect(complaints(program, name)).toEqual([]);
    },
    60_000,
  );
});
