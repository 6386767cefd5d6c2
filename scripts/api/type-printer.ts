import * as ts from 'typescript';
import { unname } from '../reference/inferred.js';

const FLAGS: ts.NodeBuilderFlags =
  ts.NodeBuilderFlags.NoTruncation |
  ts.NodeBuilderFlags.InTypeAlias |
  ts.NodeBuilderFlags.UseAliasDefinedOutsideCurrentScope;

/** Prints types with all their fields, but for those that have a name of their own. */
export class TypePrinter {
  readonly #printer = ts.createPrinter();
  /** The names of types, by how they are printed: the compiler may have several of one. */
  readonly #names = new Map<string, string>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly file: ts.SourceFile,
    private readonly named: readonly ts.Symbol[],
  ) {
    for (const symbol of this.#simplestFirst()) this.#names.set(this.#meaning(symbol), symbol.name);
  }

  /** The declarations of the named types, as if somebody had written them down. */
  declarations(): readonly string[] {
    return this.named.map(symbol => `export type ${symbol.name} = ${this.#meaning(symbol)};`);
  }

  /** An interface with some fields. */
  fields(name: string, fields: readonly ts.Symbol[]): string {
    const lines = fields.map(field => {
      const type = this.checker.getTypeOfSymbol(field);
      unname(type, this.checker);
      return `'${field.name}': ${this.#print(this.#tidy(this.#node(type)))};`;
    });
    return `interface ${name} {\n${lines.sort().join('\n')}\n}`;
  }

  /** Those that others are made of come before them. */
  #simplestFirst(): readonly ts.Symbol[] {
    const lengths = new Map(this.named.map(symbol => [symbol, this.#meaning(symbol).length]));
    return [...this.named].sort((one, other) => (lengths.get(one) ?? 0) - (lengths.get(other) ?? 0));
  }

  /** What stands behind a name: what an alias means, or an interface extends. */
  #meaning(symbol: ts.Symbol): string {
    const declared = this.checker.getDeclaredTypeOfSymbol(symbol);
    const type = (declared.isClassOrInterface() ? this.checker.getBaseTypes(declared)[0] : undefined) ?? declared;
    unname(type, this.checker);
    return this.#print(this.#tidyInside(this.#node(type)));
  }

  #node(type: ts.Type): ts.TypeNode {
    const node = this.checker.typeToTypeNode(type, undefined, FLAGS);
    if (node === undefined) throw new Error(`cannot print ${this.checker.typeToString(type)}`);
    return node;
  }

  /** With names for what has one, and unions in an order that does not hang on what the compiler met first. */
  readonly #tidy = (node: ts.Node): ts.Node => {
    const tidied = this.#tidyInside(node);
    const hasName = ts.isTypeLiteralNode(tidied) || ts.isUnionTypeNode(tidied);
    const name = hasName ? this.#names.get(this.#print(tidied)) : undefined;
    return name === undefined ? tidied : ts.factory.createTypeReferenceNode(name);
  };

  #tidyInside(node: ts.Node): ts.Node {
    const tidied = ts.visitEachChild(node, this.#tidy, undefined);
    return ts.isUnionTypeNode(tidied) ? this.#sorted(tidied) : tidied;
  }

  #sorted({ types }: ts.UnionTypeNode): ts.UnionTypeNode {
    const texts = [...types].map(type => [this.#print(type), type] as const);
    const sorted = texts.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, type]) => type);
    return ts.factory.createUnionTypeNode(sorted);
  }

  #print(node: ts.Node): string {
    return this.#printer.printNode(ts.EmitHint.Unspecified, node, this.file);
  }
}
