import * as z from 'zod/mini';
import { text } from './json.js';
import { permissionRequestSchema, questionAnswersSchema, questionRequestSchema } from './prompt.js';

const requestID = z.string();

/** Properties of the events by which an agent waits for a human (`lib/wire/PROTOCOL.md` § 5). */
export const promptEvents = {
  'question.asked': questionRequestSchema,
  'question.replied': z.object({ sessionID: text, requestID, answers: z.optional(questionAnswersSchema) }),
  'question.rejected': z.object({ sessionID: text, requestID }),
  'permission.asked': permissionRequestSchema,
  'permission.replied': z.object({ sessionID: text, requestID, reply: text }),
} as const;
