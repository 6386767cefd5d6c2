import * as z from 'zod/mini';
import { amount, text } from './json.js';
import { messageSchema } from './message.js';
import { partSchema } from './part.js';

/** Properties of the events about messages and their parts (`lib/wire/PROTOCOL.md` § 4). */
export const messageEvents = {
  'message.updated': z.object({ sessionID: text, info: messageSchema }),
  'message.removed': z.object({ sessionID: text, messageID: z.string() }),
  /** 1.1 servers send the text so far, and the `delta` beside the part. */
  'message.part.updated': z.object({ sessionID: text, part: partSchema, time: amount, delta: text }),
  /** `field` is `text` for text and for reasoning. */
  'message.part.delta': z.object({
    sessionID: text,
    messageID: z.string(),
    partID: z.string(),
    field: text,
    delta: z.string(),
  }),
  'message.part.removed': z.object({ sessionID: text, messageID: text, partID: z.string() }),
  'command.executed': z.object({ sessionID: text, messageID: text, name: text, arguments: text }),
} as const;
