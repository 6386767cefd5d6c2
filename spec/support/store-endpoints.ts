import { json, type ScriptedCall } from './scripted-fetch.js';
import type { Store } from '../../lib/testing/store.js';

/** How a server with this store answers a request; nothing where the store has no say. */
export function storedAnswer(store: Store, { method, url }: ScriptedCall): Response | undefined {
  const [, resource = '', id = '', what, messageID] = url.pathname.split('/');
  if (method !== 'GET') return what === 'prompt_async' ? new Response(null, { status: 204 }) : undefined;
  if (resource === 'question') return json(store.questions);
  if (resource === 'permission') return json(store.permissions);
  if (resource !== 'session') return undefined;
  if (id === 'status') return json(store.statuses);
  if (id === '') return json(store.sessions);
  if (what === undefined) return found(store.session(id), 'Session');
  if (what === 'children') return json(store.children(id));
  if (what === 'todo') return json(store.todos(id));
  return messageID === undefined ? json(store.messages(id)) : found(store.message(messageID), 'Message');
}

const found = (thing: unknown, name: string): Response =>
  thing === undefined
    ? json({ name: 'NotFoundError', data: { message: `${name} not found: x` } }, { status: 404 })
    : json(thing);
