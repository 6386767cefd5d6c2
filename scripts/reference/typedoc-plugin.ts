import {
  Application,
  Converter,
  ReflectionKind,
  type DeclarationReflection,
  type DocumentReflection,
  type SomeType,
} from 'typedoc';
import { readEndpoint, showMethods } from './bound-endpoints.js';
import { chapterOrder, sortIntoChapters } from './chapters.js';
import { isHelper } from './inferred.js';

/**
 * Lets TypeDoc show a type that is inferred from a schema as if somebody had written its fields down, and a bound
 * endpoint as if somebody had written the method. Calls a document what it calls itself, for half of them are README.md,
 * and sorts what is public into chapters.
 */
export function load(app: Application): void {
  app.on(Application.EVENT_BOOTSTRAP_END, () => {
    app.options.setValue('categoryOrder', [...chapterOrder]);
  });
  app.converter.on(Converter.EVENT_CREATE_SIGNATURE, (context, signature, _declaration, known) => {
    readEndpoint(context, signature, known);
  });
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    document.name = titleOf(document) ?? document.name;
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    showMethods(project);
    sortIntoChapters(project);
    for (const reflection of project.getReflectionsByKind(ReflectionKind.Interface))
      if (reflection.isDeclaration() && (reflection.extendedTypes ?? []).some(saysSchema)) hideSchema(reflection);
  });
}

/** Its first heading. */
const titleOf = ({ content }: DocumentReflection): string | undefined =>
  /^# (.+)$/m.exec(content.map(({ text }) => text).join(''))?.[1]?.replaceAll('`', '');

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
