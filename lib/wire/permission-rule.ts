import * as z from 'zod/mini';
import { text, type Wire } from './json.js';

/** What may be done without asking; of the rules that match, the last wins (`lib/wire/PROTOCOL.md` § 7.6). */
export const permissionRuleSchema = z.object({
  permission: text,
  pattern: text,
  /** `allow`, `deny` or `ask` */
  action: text,
});
/** What may be done without asking. */
export interface PermissionRule extends Wire<typeof permissionRuleSchema> {}
