import { Comment, CommentTag, ReflectionKind, type DeclarationReflection, type ProjectReflection } from 'typedoc';

/** What a layer of `lib/` is about, in words; in the order of the reference. */
const CHAPTERS: Readonly<Record<string, string>> = {
  client: 'The client',
  options: 'The client',
  turn: 'Turns',
  reply: 'Replies',
  select: 'Operators',
  live: 'Live views',
  rest: 'Endpoints',
  transport: 'Event streams',
  errors: 'Errors',
  instrumentation: 'Instrumentation',
  wire: 'What the server says',
};

/** The chapters in their order. */
export const chapterOrder: readonly string[] = [...new Set(Object.values(CHAPTERS))];

/** Puts each public name into the chapter of the layer it comes from. */
export function sortIntoChapters(project: ProjectReflection): void {
  const modules = project.getChildrenByKind(ReflectionKind.Module);
  for (const name of modules.flatMap(({ children = [] }) => children)) {
    const path = project.getSymbolIdFromReflection(name)?.packagePath ?? '';
    const chapter = CHAPTERS[/^lib\/(\w+)/.exec(path)?.[1] ?? ''];
    if (chapter !== undefined)
      commentOf(name).blockTags.push(new CommentTag('@category', [{ kind: 'text', text: chapter }]));
  }
}

/** Of a function its signature has the comment. */
const commentOf = (name: DeclarationReflection): Comment => {
  const said = name.signatures?.[0] ?? name;
  return (said.comment ??= new Comment());
};
