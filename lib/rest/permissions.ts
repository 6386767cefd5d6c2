import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { HttpContext } from '../transport/http.js';
import { list, permissionCheck, text, type PermissionReply, type PermissionRequest } from '../wire/index.js';
import { call, callShape, own, plainCall, yes, type CallOptions } from './call.js';
import { checkOptions, segment } from './input.js';

/** The permissions of the directory that wait for a human, those of child sessions too. */
export function listPermissions(http: HttpContext, options?: CallOptions): Observable<readonly PermissionRequest[]> {
  return plainCall(http, 'listPermissions', { method: 'GET', path: '/permission', options }, list(permissionCheck));
}

/** What a reply to a permission may say. */
export interface ReplyPermissionOptions extends CallOptions {
  /** With `reject`: what the model is told; it then goes on instead of ending its turn. */
  readonly message?: string | undefined;
}

/** The schema of {@link ReplyPermissionOptions}. */
export const replyPermissionOptions = z.strictObject({ ...callShape, message: text });

/**
 * Gives leave `once` or `always`, or refuses (`reject`). `PromptNotFoundError` when the request is gone, or of another
 * directory (`lib/wire/PROTOCOL.md` § 5.3).
 */
export function replyPermission(
  http: HttpContext,
  requestID: string,
  reply: PermissionReply,
  options: ReplyPermissionOptions = {},
): Observable<boolean> {
  const path = `/permission/${segment('replyPermission', 'requestID', requestID)}/reply`;
  if (!['once', 'always', 'reject'].includes(reply)) {
    throw new TypeError("replyPermission: reply must be 'once', 'always' or 'reject'");
  }
  checkOptions('replyPermission', replyPermissionOptions, options);
  return call(http, { method: 'POST', path, body: { reply, ...own(options) }, options }, yes);
}
