import { join } from 'node:path';
import * as ts from 'typescript';
import { isHelper } from '../reference/inferred.js';
import { TypePrinter } from './type-printer.js';

/** The public types that a declaration hides behind schemas and base classes, written out. */
export function inferredTypes(program: ts.Program, root: string): string {
  const checker = program.getTypeChecker();
  const index = sourceFile(program, join(root, 'lib', 'index.ts'));
  const exported = exportsOf(index, checker);
  const inferred = [...exported.values()].filter(isInferred).sort((one, other) => (one.name < other.name ? -1 : 1));
  const printer = new TypePrinter(checker, index, inferred);
  const declared = (name: string): ts.Type => checker.getDeclaredTypeOfSymbol(pick(exported, name));
  const lines = [
    ...printer.declarations(),
    printer.fields('Events', declared('EventMap').getProperties()),
    printer.fields('InheritedMethods', inheritedBy(declared('OpencodeClient'))),
  ];
  return lines.join('\n\n');
}

function sourceFile(program: ts.Program, path: string): ts.SourceFile {
  const file = program.getSourceFile(path);
  if (file === undefined) throw new Error(`${path} is not there`);
  return file;
}

/** The names that the main entry point exports. */
export function exportedNames(program: ts.Program, root: string): ReadonlySet<string> {
  const index = sourceFile(program, join(root, 'lib', 'index.ts'));
  return new Set(exportsOf(index, program.getTypeChecker()).keys());
}

function exportsOf(file: ts.SourceFile, checker: ts.TypeChecker): ReadonlyMap<string, ts.Symbol> {
  const module = checker.getSymbolAtLocation(file);
  const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
  const original = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return new Map(symbols.map(symbol => [symbol.name, original(symbol)]));
}

function pick(symbols: ReadonlyMap<string, ts.Symbol>, name: string): ts.Symbol {
  const symbol = symbols.get(name);
  if (symbol === undefined) throw new Error(`lib/index.ts does not export ${name}`);
  return symbol;
}

/** Whether a type is said by a schema. */
const isInferred = ({ declarations = [] }: ts.Symbol): boolean => declarations.some(node => isHelper(saidBy(node)));

/** The name of what an alias refers to, or an interface extends. */
function saidBy(node: ts.Declaration): string | undefined {
  if (ts.isInterfaceDeclaration(node)) return node.heritageClauses?.[0]?.types[0]?.expression.getText();
  if (!ts.isTypeAliasDeclaration(node) || !ts.isTypeReferenceNode(node.type)) return undefined;
  return node.type.typeName.getText();
}

/** What a class has from its base classes, and publishes. */
const inheritedBy = (type: ts.Type): readonly ts.Symbol[] =>
  type.getProperties().filter(({ valueDeclaration }) => {
    if (valueDeclaration === undefined || valueDeclaration.parent === type.symbol.valueDeclaration) return false;
    return !ts.getJSDocTags(valueDeclaration).some(({ tagName }) => tagName.text === 'internal');
  });
