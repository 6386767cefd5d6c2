import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const PUBLISHED = join(ROOT, 'hover');
const INDEX = join(PUBLISHED, 'index.d.ts');
const USER = join(PUBLISHED, 'user.ts');

/** What a user writes; `⌖` stands before the words that the mouse rests on. */
const marked = `
import { OpencodeClient, type CallOptions } from './index.js';
const client = new OpencodeClient();
client.createSession({ ⌖title: '', ⌖agent: '', ⌖timeout: 1, ⌖directory: '' });
client.getMessages('ses', { ⌖limit: 1, ⌖before: '' });
client.findFiles('a', { ⌖dirs: true });
client.shell('ses', 'ls', { ⌖messageID: 'msg', ⌖workspace: '' });
client.sendMessage('ses', '', { ⌖noReply: true, ⌖timeout: 1 });
client.request('GET', '/', { ⌖body: 1, ⌖timeout: 1 });
client.stream('ses', '', {
  ⌖parts: [], ⌖model: 'a/b', ⌖agent: '', ⌖system: '', ⌖messageID: 'msg', ⌖noReply: true, ⌖tools: {},
  ⌖format: { type: 'text' }, ⌖variant: '', ⌖streamTimeout: 1, ⌖onQuestion: () => [null],
});
client.getSession;
client.todos;
client.getMessage;
client.sessions$;
client.attention$;
export const options: CallOptions = { ⌖timeout: 1, ⌖directory: '', ⌖workspace: '' };
`;
const code = marked.replaceAll('⌖', '');
const places = [...marked.matchAll(/⌖(\w+)/g)].map(
  ({ index, 1: word = '' }, before) => [`${word} in ${lineOf(index)}`, index - before] as const,
);

function lineOf(index: number): string {
  const line = marked.slice(0, index).split('\n').length - 1;
  return (marked.split('\n')[line] ?? '').replaceAll('⌖', '').trim();
}

const configured = (): ts.ParsedCommandLine => {
  const path = join(ROOT, 'tsconfig.lib.json');
  const { config } = ts.readConfigFile(path, name => ts.sys.readFile(name)) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
};

/** The declarations as they are published, in memory. */
function declarations({ fileNames, options }: ts.ParsedCommandLine): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const emitted = { ...options, outDir: PUBLISHED };
  const program = ts.createProgram(fileNames, { ...emitted, emitDeclarationOnly: true, noCheck: true });
  program.emit(undefined, (name, text) => files.set(join(name), text), undefined, true);
  return files;
}

/** An editor in which the package is installed and {@link code} is open. */
function openEditor(): ts.LanguageService {
  const config = configured();
  const files = new Map([...declarations(config), [USER, code]]);
  const readFile = (name: string): string | undefined => files.get(name) ?? ts.sys.readFile(name);
  return ts.createLanguageService({
    getCompilationSettings: () => ({ ...config.options, noEmit: true, rootDir: ROOT }),
    getScriptFileNames: () => [USER],
    getScriptVersion: () => '1',
    getScriptSnapshot: name => {
      const text = readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => ROOT,
    getDefaultLibFileName: options => ts.getDefaultLibFilePath(options),
    readFile,
    fileExists: name => files.has(name) || ts.sys.fileExists(name),
    directoryExists: name => name.startsWith(PUBLISHED) || ts.sys.directoryExists(name),
  });
}

/** The fields of all exported options of which an editor has nothing to say. */
function undocumented(program: ts.Program): readonly string[] {
  const checker = program.getTypeChecker();
  const index = checker.getSymbolAtLocation(program.getSourceFile(INDEX)!)!;
  const exported = checker.getExportsOfModule(index).filter(({ name }) => name.endsWith('Options'));
  return exported.flatMap(each => {
    const symbol = each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each;
    return checker
      .getDeclaredTypeOfSymbol(symbol)
      .getProperties()
      .filter(field => [...field.getDocumentationComment(checker), ...field.getJsDocTags(checker)].length === 0)
      .map(field => `${symbol.name}.${field.name}`);
  });
}

let editor: ts.LanguageService;

beforeAll(() => {
  editor = openEditor();
}, 60_000);

describe('what an editor says of a result', () => {
  it.each([
    ['getSession', 'Observable<Session>'],
    ['todos', 'Observable<readonly Todo[]>'],
    ['getMessage', 'Observable<MessageWithParts>'],
    ['sessions$', 'LiveView<readonly Session[]>'],
    ['attention$', 'LiveView<readonly Attention[]>'],
  ])('of client.%s is its name', (member, type) => {
    const { displayParts } = editor.getQuickInfoAtPosition(USER, code.indexOf(`.${member};`) + 1) ?? {};
    const text = ts.displayPartsToString(displayParts).replaceAll(/import\("[^"]+"\)\./g, '');
    expect(text).toContain(type);
  });
});

describe('what an editor says of an option', () => {
  it('understands the code', () => {
    const diagnostics = [...editor.getSyntacticDiagnostics(USER), ...editor.getSemanticDiagnostics(USER)];
    expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  }, 60_000);

  it.each(places)('%s', (_, position) => {
    const { documentation } = editor.getQuickInfoAtPosition(USER, position) ?? {};
    expect(ts.displayPartsToString(documentation)).not.toBe('');
  });

  it('has something to say of every field of every options type', () => {
    expect(undocumented(editor.getProgram()!)).toEqual([]);
  });
});
