import type { OpencodeEvent } from './event.js';
import { isObject, type JsonObject } from './json.js';

/**
 * The session an event is about, undefined for the many that are about none. It is at `properties.sessionID`, or only
 * on the message or part, or on old servers the session itself (`lib/wire/PROTOCOL.md` § 3.3).
 */
export function sessionIDOf(event: OpencodeEvent): string | undefined {
  const properties: JsonObject = event.properties;
  return (
    textAt(properties, 'sessionID') ??
    textAt(properties['info'], 'sessionID') ??
    textAt(properties['part'], 'sessionID') ??
    sessionInfo(event, 'id')
  );
}

/** The parent of the session that a `session.created`, `.updated` or `.deleted` is about; undefined for roots. */
export function parentIDOf(event: OpencodeEvent): string | undefined {
  return sessionInfo(event, 'parentID');
}

function sessionInfo({ type, properties }: OpencodeEvent, key: 'id' | 'parentID'): string | undefined {
  const aboutSession = type === 'session.created' || type === 'session.updated' || type === 'session.deleted';
  return aboutSession ? textAt((properties as JsonObject)['info'], key) : undefined;
}

function textAt(value: unknown, key: string): string | undefined {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}
