import type * as ts from 'typescript';

/** What stands between a schema and the type that is inferred from it. */
const HELPERS = new Set(['Wire', 'Frozen', 'Input', 'ReadonlyInput', 'ListedEvents', 'OtherEvents']);

export const isHelper = (name: string | undefined): boolean => name !== undefined && HELPERS.has(name);

/** Takes the helpers' names off a type and everything in it, or whoever prints it refers to them instead of looking inside. */
export function unname(type: ts.Type, checker: ts.TypeChecker, seen = new Set<ts.Type>()): void {
  if (seen.has(type)) return;
  seen.add(type);
  if (isHelper(type.aliasSymbol?.name)) delete type.aliasSymbol;
  for (const part of partsOf(type, checker)) unname(part, checker, seen);
}

function partsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  if (type.isUnionOrIntersection()) return type.types;
  const items = isReference(type) ? checker.getTypeArguments(type) : [];
  return [...items, ...type.getProperties().map(field => checker.getTypeOfSymbol(field))];
}

const isReference = (type: ts.Type): type is ts.TypeReference => 'target' in type;
