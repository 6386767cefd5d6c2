// A TypeDoc plugin: shows the fields of a type that is inferred from a schema, not the names of schema and helper types.
import { Converter, ReflectionKind } from 'typedoc';

const HELPERS = new Set(['Wire', 'Frozen', 'Input', 'ReadonlyInput']);

/** Takes the helpers' names off a type and everything in it, or TypeDoc would refer to them instead of looking inside. */
function unname(type, checker, seen = new Set()) {
  if (seen.has(type)) return;
  seen.add(type);
  if (HELPERS.has(type.aliasSymbol?.name)) type.aliasSymbol = undefined;
  const inner = [
    ...(type.types ?? []),
    ...(type.target ? checker.getTypeArguments(type) : []),
    ...(type.isUnion() || type.isIntersection() ? [] : type.getProperties().map(name => checker.getTypeOfSymbol(name))),
  ];
  inner.forEach(part => unname(part, checker, seen));
}

/** The type behind an alias, under the alias's name for whoever refers to it. */
function named(context, alias) {
  const symbol = context.getSymbolFromReflection(alias);
  const type = context.checker.getDeclaredTypeOfSymbol(symbol);
  unname(type, context.checker);
  type.aliasSymbol = symbol;
  return { alias, type, symbol };
}

/** Replaces what an alias says by what it means. */
function showFields(context, { alias, type, symbol }) {
  type.aliasSymbol = undefined;
  alias.type = context.converter.convertType(scopeOf(context, alias), type);
  type.aliasSymbol = symbol;
}

/** The context inside a reflection, which may be the project's or that of one of several entry points. */
const scopeOf = (context, reflection) =>
  reflection.isProject() ? context : scopeOf(context, reflection.parent).withScope(reflection);

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, context => {
    context.setActiveProgram(context.programs[0]);
    context.project
      .getReflectionsByKind(ReflectionKind.TypeAlias)
      .filter(alias => HELPERS.has(alias.type?.name))
      .map(alias => named(context, alias))
      .forEach(entry => showFields(context, entry));
    context.setActiveProgram(undefined);
  });
  // A field that is declared by a call in a schema is not one that has a default.
  app.converter.on(Converter.EVENT_RESOLVE, (_, reflection) => {
    if (reflection.defaultValue === '...') delete reflection.defaultValue;
  });
}
