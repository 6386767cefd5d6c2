import { combineLatest, map, type Observable } from 'rxjs';
import type { Reply, ToolReplyPart } from 'opencode-rx';

/** The tool calls of a turn whose name holds what is typed into a search box, anew when either changes. */
export const matchingTools = (
  reply$: Observable<Reply>,
  search$: Observable<string>,
): Observable<readonly ToolReplyPart[]> =>
  combineLatest([reply$, search$]).pipe(
    map(([reply, search]) =>
      reply.parts.filter(part => part.type === 'tool').filter(({ tool }) => tool.includes(search)),
    ),
  );
