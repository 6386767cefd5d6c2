import { Converter, ReflectionKind, type Application, type DeclarationReflection, type SomeType } from 'typedoc';
import { readEndpoint, showMethods } from './bound-endpoints.js';
import { isHelper } from './inferred.js';

/**
 * Lets TypeDoc show a type that is inferred from a schema as if somebody had written its fields down, and a bound
 * endpoint as if somebody had written the method.
 */
export function load(app: Application): void {
  app.converter.on(Converter.EVENT_CREATE_SIGNATURE, (context, signature, _declaration, known) => {
    readEndpoint(context, signature, known);
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    showMethods(project);
    for (const reflection of project.getReflectionsByKind(ReflectionKind.Interface))
      if (reflection.isDeclaration() && (reflection.extendedTypes ?? []).some(saysSchema)) hideSchema(reflection);
  });
}

const saysSchema = (type: SomeType): boolean => type.type === 'reference' && isHelper(type.name);

/** Without the schema it comes from, and the calls there that declare a field and are no defaults. */
function hideSchema(reflection: DeclarationReflection): void {
  delete reflection.extendedTypes;
  for (const field of reflection.children ?? []) {
    delete field.inheritedFrom;
    delete field.overwrites;
    delete field.defaultValue;
  }
}
