import * as z from 'zod/mini';
import { text, type Wire } from './json.js';

/** The model of a message, part or agent (`lib/wire/PROTOCOL.md` § 7.4). */
export const messageModelSchema = z.object({ providerID: text, modelID: text, variant: text });
/** How messages spell a model. */
export interface MessageModel extends Wire<typeof messageModelSchema> {}

/** The model of a session (`lib/wire/PROTOCOL.md` § 7.4). */
export const sessionModelSchema = z.object({ providerID: text, id: text, variant: text });
/** How sessions spell a model. */
export interface SessionModel extends Wire<typeof sessionModelSchema> {}
