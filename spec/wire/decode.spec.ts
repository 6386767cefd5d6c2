import * as fc from 'fast-check';
import { checkEvent, decodeEvent, decodeGlobalEvent, eventSchemas, isDelta } from '../../lib/wire/index.js';

const frame = (value: unknown): string => JSON.stringify(value);
const part = (fields: object): string =>
  frame({ type: 'message.part.updated', properties: { part: { id: 'prt_1', messageID: 'msg_1', ...fields } } });

describe('decodeEvent', () => {
  it('hands on the parsed JSON with every field the server sent', () => {
    const sent = { id: 'evt_1', type: 'todo.updated', extra: 1, properties: { todos: [{ content: 'a', new: true }] } };
    expect(decodeEvent(frame(sent))).toEqual({ event: sent });
  });

  it('takes an event without id, sessionID, time or tokens', () => {
    expect(decodeEvent(part({ type: 'step-finish', tokens: { input: 3 } })).invalid).toBeUndefined();
    expect(decodeEvent(part({ type: 'text', text: 'a' })).invalid).toBeUndefined();
    expect(decodeEvent(part({ type: 'tool', tool: 'bash', state: { status: 'running' } })).invalid).toBeUndefined();
  });

  it('takes a frame without properties as one with none', () => {
    expect(decodeEvent('{"type":"server.connected"}').event).toEqual({ type: 'server.connected', properties: {} });
  });

  it.each(['later.news', '__proto__', 'constructor', 'toString', ''])('lets the unknown type %j pass', type => {
    const event = { type, properties: { any: ['thing'] } };
    expect(decodeEvent(frame(event))).toEqual({ event });
  });

  it('lets unknown part types, tool states and session statuses pass', () => {
    expect(decodeEvent(part({ type: 'hologram' })).event).toBeDefined();
    expect(decodeEvent(part({ type: 'tool', tool: 'x', state: { status: 'paused' } })).event).toBeDefined();
    const status = frame({ type: 'session.status', properties: { status: { type: 'dreaming' } } });
    expect(decodeEvent(status).event).toBeDefined();
  });

  it.each([
    ['', 'not JSON'],
    ['{"type":', 'not JSON'],
    ['null', 'not an object'],
    ['[]', 'not an object'],
    ['{}', 'type: not a string'],
    ['{"type":7}', 'type: not a string'],
  ])('refuses %j: %s', (data, reason) => {
    expect(decodeEvent(data)).toEqual({ invalid: { reason } });
  });

  it.each([
    [frame({ type: 'session.idle', properties: [] }), 'session.idle', 'properties: not an object'],
    [part({ type: 'text', text: 5 }), 'message.part.updated', 'properties.part.text: not a string'],
    [
      part({ type: 'tool', state: { status: 'running' } }),
      'message.part.updated',
      'properties.part.tool: not a string',
    ],
    [
      part({ type: 'tool', tool: 'x', state: { status: 'running', input: 3 } }),
      'message.part.updated',
      'properties.part.state.input: not a record',
    ],
    [
      frame({ type: 'message.part.delta', properties: { partID: 1, delta: 'x' } }),
      'message.part.delta',
      'properties.messageID: not a string; properties.partID: not a string',
    ],
  ])('refuses %s, naming type and place', (data, type, reason) => {
    expect(decodeEvent(data)).toEqual({ invalid: { type, reason } });
  });

  it('takes an optional field that is null for one that is left out, and leaves other nulls alone', () => {
    const state = { status: 'running', title: null, input: { keep: null }, time: { start: null } };
    const decoded = decodeEvent(part({ type: 'tool', tool: 'x', callID: null, state, more: null }));
    const read = decoded.event as { properties: { part: unknown } } | undefined;
    expect(read?.properties.part).toEqual({
      ...{ id: 'prt_1', messageID: 'msg_1', type: 'tool', tool: 'x', more: null },
      state: { status: 'running', input: { keep: null }, time: {} },
    });
  });

  it('leaves the value it was handed as it was, also where that is frozen', () => {
    const state = Object.freeze({ status: 'running', title: null });
    const given = Object.freeze({ id: 'prt_1', messageID: 'msg_1', type: 'tool', tool: 'x', state });
    const event = Object.freeze({ type: 'message.part.updated', properties: Object.freeze({ part: given }) });
    expect(checkEvent(event).event).toEqual({
      type: 'message.part.updated',
      properties: { part: { ...given, state: { status: 'running' } } },
    });
    expect(state).toEqual({ status: 'running', title: null });
  });

  it('refuses a field that is null and needed', () => {
    const data = frame({ type: 'message.part.delta', properties: { messageID: 'm', partID: null, delta: 'x' } });
    expect(decodeEvent(data).invalid?.reason).toBe('properties.partID: not a string');
  });

  it('says nothing of the content in a reason', () => {
    expect(JSON.stringify(decodeEvent(part({ type: 'text', text: ['secret'] })))).not.toContain('secret');
  });

  it('never throws', () => {
    const types = fc.constantFrom(...Object.keys(eventSchemas));
    const near = fc.record({ type: types, properties: fc.object() }).map(frame);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), near), data => {
        const decoded = decodeEvent(data);
        expect((decoded.event === undefined) !== (decoded.invalid === undefined)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('isDelta', () => {
  it('agrees with the schema on every value', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom(undefined, null, 1, {}));
    const fields = { sessionID: text, messageID: text, partID: text, field: text, delta: text, more: fc.jsonValue() };
    const properties = fc.oneof({ weight: 9, arbitrary: fc.record(fields, { requiredKeys: [] }) }, fc.jsonValue());
    const schema = eventSchemas['message.part.delta'];
    fc.assert(
      fc.property(properties, value => {
        const guarded = isDelta({ type: 'message.part.delta', properties: value });
        expect(guarded).toBe(schema.safeParse(value).success);
      }),
      { numRuns: 5000, examples: [[{ messageID: 'm', partID: 'p', delta: '' }]] },
    );
  });

  it('agrees to one when all is there', () => {
    const properties = { sessionID: 's', messageID: 'm', partID: 'p', field: 'text', delta: 'x' };
    expect(isDelta({ type: 'message.part.delta', properties })).toBe(true);
    expect(isDelta({ type: 'message.part.updated', properties })).toBe(false);
  });
});

describe('decodeGlobalEvent', () => {
  const event = { type: 'session.idle', properties: { sessionID: 'ses_1' } };

  it('unwraps the event and says its directory', () => {
    const wrapped = { directory: '/a', project: 'global', payload: event };
    expect(decodeGlobalEvent(frame(wrapped))).toEqual({ event, directory: '/a' });
  });

  it('takes a bare event too', () => {
    expect(decodeGlobalEvent(frame(event))).toEqual({ event });
  });

  it('refuses what is neither', () => {
    expect(decodeGlobalEvent('x')).toEqual({ invalid: { reason: 'not JSON' } });
    expect(decodeGlobalEvent('3')).toEqual({ invalid: { reason: 'not an object' } });
    expect(decodeGlobalEvent('{"directory":"/a","payload":3}').invalid?.reason).toBe('not an object');
  });
});
