/** The little of JSON Schema that the server's document and our schemas use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
}

/** One kind of difference, where it is, and what it means, for a person to read. */
export interface Difference {
  readonly kind: 'lacks' | 'extra' | 'demands' | 'refuses';
  readonly path: string;
}

type Find = (ref: string) => JsonSchema;

/**
 * What of `theirs` our schema `lacks` or `refuses`, what `extra` it lists, and what it `demands` that they may leave
 * out. References of `theirs` are looked up with `find`; ours has none.
 */
export function compareSchema(ours: JsonSchema, theirs: JsonSchema, path: string, find: Find): readonly Difference[] {
  const mine = alternatives(ours, find);
  if (mine.some(isAnything)) return [];
  const pairs = alternatives(theirs, find).map(their => ({ their, my: mine.find(each => fits(each, their)) }));
  return [
    ...pairs.filter(({ my }) => my === undefined).flatMap(({ their }) => refusal(path, their)),
    ...mine.flatMap(my =>
      compareOne(
        my,
        pairs.filter(pair => pair.my === my).map(pair => pair.their),
        path,
        find,
      ),
    ),
  ];
}

/** One alternative of ours with those of theirs that are for it. */
function compareOne(my: JsonSchema, theirs: readonly JsonSchema[], path: string, find: Find): readonly Difference[] {
  if (theirs.length === 0) return isUnlisted(my) ? [] : [{ kind: 'extra', path: `${path}<${label(my)}>` }];
  if (my.items !== undefined) {
    return compareSchema(my.items, anyOf(theirs.map(their => their.items)), `${path}[]`, find);
  }
  if (typeof my.additionalProperties === 'object') {
    const values = theirs.map(their =>
      typeof their.additionalProperties === 'object' ? their.additionalProperties : {},
    );
    return compareSchema(my.additionalProperties, anyOf(values), `${path}{}`, find);
  }
  return compareFields(my, theirs, path, find);
}

function compareFields(my: JsonSchema, theirs: readonly JsonSchema[], path: string, find: Find): readonly Difference[] {
  const theirNames = new Set(theirs.flatMap(their => Object.keys(their.properties ?? {})));
  const names = new Set([...theirNames, ...Object.keys(my.properties ?? {})]);
  return [...names].flatMap((name): readonly Difference[] => {
    const place = `${path}.${name}`;
    const mine = my.properties?.[name];
    if (mine === undefined) return [{ kind: 'lacks', path: place }];
    const demands = my.required?.includes(name) === true && !theirs.every(their => their.required?.includes(name));
    const demanded: readonly Difference[] = demands ? [{ kind: 'demands', path: place }] : [];
    if (!theirNames.has(name)) return [{ kind: 'extra', path: place }, ...demanded];
    const field = anyOf(theirs.map(their => their.properties?.[name]));
    return [...demanded, ...compareSchema(mine, field, place, find)];
  });
}

function anyOf(schemas: readonly (JsonSchema | undefined)[]): JsonSchema {
  return { anyOf: schemas.filter(schema => schema !== undefined) };
}

function alternatives(schema: JsonSchema, find: Find): readonly JsonSchema[] {
  if (schema.$ref !== undefined) return alternatives(find(schema.$ref), find);
  if (typeof schema.type === 'object') return schema.type.map(type => ({ ...schema, type }));
  const several = schema.anyOf ?? schema.oneOf ?? (schema.allOf?.length === 1 ? schema.allOf : undefined);
  return several === undefined ? [schema] : several.flatMap(each => alternatives(each, find));
}

/** Whether what `their` describes would be let in by `my`: the same kind of value, and no other fixed field. */
function fits(my: JsonSchema, their: JsonSchema): boolean {
  if (kindOf(my) !== kindOf(their)) return false;
  const fixed = valuesOf(their);
  if (fixed.length > 0 && valuesOf(my).length > 0 && !fixed.every(value => valuesOf(my).includes(value))) return false;
  return Object.entries(their.properties ?? {}).every(([name, field]) => {
    const mine = my.properties?.[name];
    const value = valuesOf(field);
    if (mine === undefined || value.length !== 1) return true;
    return !isAnything(mine) && (valuesOf(mine).length === 0 || valuesOf(mine).includes(value[0]));
  });
}

function kindOf(schema: JsonSchema): string {
  const type = schema.type ?? typeof (schema.const ?? schema.enum?.[0] ?? {});
  return type === 'integer' ? 'number' : String(type);
}

function valuesOf(schema: JsonSchema): readonly unknown[] {
  return schema.const === undefined ? (schema.enum ?? []) : [schema.const];
}

function isAnything(schema: JsonSchema): boolean {
  return schema.type === undefined && valuesOf(schema).length === 0 && schema.properties === undefined;
}

/** The member of a union that takes what this version does not know. */
function isUnlisted(schema: JsonSchema): boolean {
  return ['type', 'status'].some(name => isAnything(schema.properties?.[name] ?? { type: 'null' }));
}

function refusal(path: string, their: JsonSchema): readonly Difference[] {
  return [{ kind: 'refuses', path: `${path}<${label(their)}>` }];
}

function label(schema: JsonSchema): string {
  const fixed = Object.values(schema.properties ?? {}).flatMap(field => valuesOf(field));
  return [kindOf(schema), ...valuesOf(schema), ...fixed].join(' ');
}
