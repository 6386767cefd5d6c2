import * as z from 'zod/mini';
import { wireErrorSchema } from './error.js';
import { fileDiffSchema } from './file-diff.js';
import { text } from './json.js';
import { sessionSchema, sessionStatusSchema } from './session.js';
import { todoSchema } from './todo.js';

const aboutSession = z.object({ sessionID: text, info: sessionSchema });

/** Properties of the events about sessions (`lib/wire/PROTOCOL.md` § 3, § 4). */
export const sessionEvents = {
  'session.created': aboutSession,
  'session.updated': aboutSession,
  'session.deleted': aboutSession,
  'session.status': z.object({ sessionID: text, status: sessionStatusSchema }),
  'session.idle': z.object({ sessionID: text }),
  'session.error': z.object({ sessionID: text, error: z.optional(wireErrorSchema) }),
  'session.diff': z.object({ sessionID: text, diff: z.array(fileDiffSchema) }),
  'session.compacted': z.object({ sessionID: text }),
  'todo.updated': z.object({ sessionID: text, todos: z.array(todoSchema) }),
} as const;
