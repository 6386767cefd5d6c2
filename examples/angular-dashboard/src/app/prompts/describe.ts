import type { Attention } from 'opencode-rx';
import { titleOf } from '../sessions/session-rows';
import { text } from '../ui/json';

/** The session that asks. */
export const askerOf = ({ session }: Attention): string => (session === undefined ? 'A session' : titleOf(session));

/** What a request is about, in a line. */
export function describe(request: Attention): string {
  if (request.kind === 'question') return request.questions[0]?.question ?? 'A question';
  const command = text(request.metadata?.['command']);
  return [request.permission, ...(command === undefined ? (request.patterns ?? []) : [command])].join(' ');
}
