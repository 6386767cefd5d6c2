import type { MessageWithParts } from '../../wire/index.js';
import { json } from '../http/answers.js';

/** The last messages, or those before a cursor, as the server pages them (`lib/wire/PROTOCOL.md` § 7.3). */
export function messagePage(messages: readonly MessageWithParts[], { searchParams }: URL): Response {
  const limit = Number(searchParams.get('limit') ?? 0);
  const before = searchParams.get('before');
  if (before !== null && limit === 0) return refused();
  const end = before === null ? messages.length : messages.findIndex(({ info }) => info.id === idOf(before));
  if (end < 0) return refused();
  const start = limit === 0 ? 0 : Math.max(0, end - limit);
  const page = messages.slice(start, end);
  const first = page[0]?.info;
  if (start === 0 || first === undefined) return json(page);
  const cursor = btoa(JSON.stringify({ id: first.id, time: first.time?.created ?? 0 }));
  return json(page, { headers: { 'content-type': 'application/json', 'x-next-cursor': cursor } });
}

const refused = (): Response => json({ _tag: 'BadRequest' }, { status: 400 });

function idOf(cursor: string): string | undefined {
  try {
    return (JSON.parse(atob(cursor)) as { id?: string }).id;
  } catch {
    return undefined;
  }
}
