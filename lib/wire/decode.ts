import { checkShape } from './check-shape.js';
import { eventChecks } from './checks.js';
import type { EventOf, OpencodeEvent } from './event.js';
import { issuesOf } from './issues.js';
import { isObject, type JsonObject } from './json.js';

/** Why a frame was not taken for an event. Holds nothing of the frame's content but its type. */
export interface InvalidEvent {
  /** `not JSON`, or which fields are wrong. */
  readonly reason: string;
  /** The frame's `type`, where it had one. */
  readonly type?: string;
}

/** An event, or why there is none. */
export type Decoded =
  | { readonly event: OpencodeEvent; readonly invalid?: undefined }
  | { readonly event?: undefined; readonly invalid: InvalidEvent };

/** An event of `GET /global/event`, or why there is none, and the directory it is about. */
export type GlobalDecoded = Decoded & { readonly directory?: string };

/**
 * Reads the data of one frame of `GET /event` (`lib/wire/PROTOCOL.md` § 3). Never throws. The event is the parsed JSON
 * itself, with every field the server sent (an optional one that is null counts as left out); unknown types pass, known
 * types with a broken shape are `invalid`.
 */
export function decodeEvent(data: string): Decoded {
  const value = parse(data);
  return value === undefined ? invalid('not JSON') : checkEvent(value);
}

/** As {@link decodeEvent}, for the frames of `GET /global/event`, which wrap each event with its directory. */
export function decodeGlobalEvent(data: string): GlobalDecoded {
  const frame = parse(data);
  if (!isObject(frame)) return invalid(frame === undefined ? 'not JSON' : 'not an object');
  const { directory, payload } = frame;
  const decoded = checkEvent(payload ?? frame);
  return typeof directory === 'string' ? { ...decoded, directory } : decoded;
}

/** Whether a parsed frame is a `message.part.delta`: by hand, as this is most of what a stream carries. */
export function isDelta(frame: JsonObject): frame is JsonObject & EventOf<'message.part.delta'> {
  if (frame['type'] !== 'message.part.delta') return false;
  const properties = frame['properties'];
  return (
    isObject(properties) &&
    typeof properties['delta'] === 'string' &&
    typeof properties['partID'] === 'string' &&
    typeof properties['messageID'] === 'string' &&
    isOptionalString(properties['field']) &&
    isOptionalString(properties['sessionID'])
  );
}

/** As {@link decodeEvent}, for a frame that is parsed already. */
export function checkEvent(value: unknown): Decoded {
  if (!isObject(value)) return invalid('not an object');
  if (isDelta(value)) return { event: value };
  const { type, properties = {} } = value;
  if (typeof type !== 'string') return invalid('type: not a string');
  if (!isObject(properties)) return invalid('properties: not an object', type);
  const check = eventChecks.get(type);
  const checked = check === undefined ? { value: properties } : checkShape(check, properties);
  if (checked.error !== undefined) return invalid(issuesOf(checked.error, 'properties'), type);
  const same = checked.value === value['properties'];
  return { event: (same ? value : { ...value, properties: checked.value }) as unknown as OpencodeEvent };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function invalid(reason: string, type?: string): { readonly invalid: InvalidEvent } {
  return { invalid: type === undefined ? { reason } : { reason, type } };
}

function isOptionalString(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}
