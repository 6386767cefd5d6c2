import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

/** Where what is public is listed. */
export const INDEX = join(ROOT, 'lib/index.ts');

const HOLDERS: Readonly<Record<string, string>> = {
  client: 'OpencodeClient',
  stream: 'ReplyStream',
  view: 'SessionView',
  reply: 'Reply',
  prompts: 'Prompts',
};

/** The public names, as TypeScript knows them. */
export class ApiNames {
  readonly #checker: ts.TypeChecker;
  readonly #exported: ReadonlyMap<string, ts.Symbol>;
  readonly #members: ReadonlySet<string>;

  constructor() {
    const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
    const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, 'tsconfig.lib.json'), {}, host);
    const program = ts.createProgram([INDEX], config?.options ?? {});
    this.#checker = program.getTypeChecker();
    const index = this.#checker.getSymbolAtLocation(program.getSourceFile(INDEX)!)!;
    const symbols = this.#checker.getExportsOfModule(index);
    this.#exported = new Map(symbols.map(symbol => [symbol.name, this.#resolved(symbol)]));
    this.#members = new Set([...this.#exported.keys()].flatMap(name => this.propertiesOf(name)));
  }

  /** Whether `client.stream`, `reply.tokens.input`, `distill` or `messageID` is something there is. */
  readonly has = (code: string): boolean => {
    const [first = '', ...path] = code.split('.');
    if (path.length === 0) return this.#exported.has(first) || this.#members.has(first);
    if (!(first in HOLDERS)) return false;
    let type: ts.Type | undefined = this.#typeOf(HOLDERS[first]!);
    for (const name of path) {
      const property: ts.Symbol | undefined = type?.getProperty(name);
      type = property && this.#checker.getTypeOfSymbol(property);
    }
    return type !== undefined;
  };

  /** The properties of a public type; of a union, those of its members. */
  propertiesOf(name: string): readonly string[] {
    const type = this.#typeOf(name);
    const symbols = type.isUnion()
      ? type.types.flatMap(member => member.getProperties())
      : this.#checker.getPropertiesOfType(type);
    return symbols.map(symbol => symbol.name);
  }

  /** The Observables among them. */
  observablesOf(name: string): readonly string[] {
    return this.propertiesOf(name).filter(property => /^\w+\$$/.test(property));
  }

  /** The strings that make up a public type. */
  wordsOf(name: string): readonly string[] {
    const type = this.#typeOf(name);
    return type.isUnion() ? type.types.map(member => (member as ts.StringLiteralType).value) : [];
  }

  #typeOf(name: string): ts.Type {
    const symbol = this.#exported.get(name)!;
    const isType = symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias);
    return isType ? this.#checker.getDeclaredTypeOfSymbol(symbol) : this.#checker.getTypeOfSymbol(symbol);
  }

  #resolved(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }
}
