import * as z from 'zod/mini';
import { list, type Check } from './check.js';
import { amount, anyObject, text, unlisted } from './json.js';
import type { Message, MessageWithParts } from './message.js';
import type { Part } from './part.js';
import type { PermissionRequest, QuestionRequest } from './prompt.js';
import type { Session, SessionStatus } from './session.js';
import type { Todo } from './todo.js';
import { tokensSchema } from './tokens.js';

/*
 * What is checked at run time: what this package reads, and no more. The whole shapes are in the files beside this one;
 * they give the types, are held against the server's `/doc` by a spec, and weigh nothing in a bundle.
 */

const time = z.optional(
  z.object({ start: amount, end: amount, created: amount, updated: amount, completed: amount, archived: amount }),
);
const tokens = z.optional(tokensSchema);
const error = z.optional(z.object({ name: z.string(), data: z.optional(z.object({ message: text })) }));
const tool = z.optional(z.object({ messageID: z.string(), callID: z.string() }));
const partBase = { id: z.string(), messageID: z.string(), sessionID: text };

const toolState = z.object({
  status: z.string(),
  ...{ callID: text, title: text, output: text, error: text },
  ...{ input: anyObject, metadata: anyObject, time },
});

/** A session, as far as it is read. */
export const sessionCheck: Check<Session> = z.object({
  id: z.string(),
  ...{ parentID: text, directory: text, title: text, metadata: anyObject, time },
});

/** A session's status, as far as it is read. */
export const statusCheck: Check<SessionStatus> = z.object({
  type: z.string(),
  ...{ attempt: amount, message: text, next: amount },
});

/** A message, as far as it is read. */
export const messageCheck: Check<Message> = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  ...{ sessionID: text, parentID: text, finish: text, cost: amount, tokens, error, time },
});

/** A part, as far as it is read. */
export const partCheck: Check<Part> = z.union([
  z.discriminatedUnion('type', [
    z.object({ ...partBase, type: z.literal(['text', 'reasoning']), text: z.string(), time }),
    z.object({ ...partBase, type: z.literal('tool'), tool: z.string(), callID: text, state: toolState }),
    z.object({ ...partBase, type: z.literal('step-finish'), reason: text, cost: amount, tokens }),
  ]),
  z.object({ ...partBase, type: unlisted(['text', 'reasoning', 'tool', 'step-finish']) }),
]);

/** A message with its parts, as far as it is read. */
export const messageWithPartsCheck: Check<MessageWithParts> = z.object({
  info: messageCheck,
  parts: list(partCheck),
});

/** A todo, as far as it is read. */
export const todoCheck: Check<Todo> = z.object({ content: z.string(), status: text, priority: text });

const option = z.object({ label: z.string() });

/** A question request, as far as it is read. */
export const questionCheck: Check<QuestionRequest> = z.object({
  id: z.string(),
  sessionID: text,
  questions: list(z.object({ question: z.string(), options: z.optional(list(option)) })),
  tool,
});

/** A permission request, as far as it is read. */
export const permissionCheck: Check<PermissionRequest> = z.object({
  id: z.string(),
  sessionID: text,
  permission: z.string(),
  patterns: z.optional(list(z.string())),
  metadata: anyObject,
  tool,
});

const requestID = z.string();
const aboutSession = z.object({ sessionID: text, info: sessionCheck });

/** The properties of the events that are read; of all others nothing is asked. A Map: `__proto__` finds nothing. */
export const eventChecks: ReadonlyMap<string, z.ZodMiniType> = new Map<string, z.ZodMiniType>([
  ['session.created', aboutSession],
  ['session.updated', aboutSession],
  ['session.deleted', aboutSession],
  ['session.status', z.object({ sessionID: text, status: statusCheck })],
  ['session.idle', z.object({ sessionID: text })],
  ['session.error', z.object({ sessionID: text, error })],
  ['session.diff', z.object({ sessionID: text, diff: list(z.object({ file: text })) })],
  ['todo.updated', z.object({ sessionID: text, todos: list(todoCheck) })],
  ['message.updated', z.object({ sessionID: text, info: messageCheck })],
  ['message.removed', z.object({ sessionID: text, messageID: z.string() })],
  ['message.part.updated', z.object({ sessionID: text, part: partCheck, delta: text })],
  [
    'message.part.delta',
    z.object({ sessionID: text, messageID: z.string(), partID: z.string(), field: text, delta: z.string() }),
  ],
  ['message.part.removed', z.object({ sessionID: text, messageID: text, partID: z.string() })],
  ['question.asked', questionCheck],
  ['question.replied', z.object({ sessionID: text, requestID, answers: z.optional(list(list(z.string()))) })],
  ['question.rejected', z.object({ sessionID: text, requestID })],
  ['permission.asked', permissionCheck],
  ['permission.replied', z.object({ sessionID: text, requestID, reply: text })],
]);
