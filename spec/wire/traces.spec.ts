import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent, eventSchemas, messageWithPartsSchema, sessionIDOf } from '../../lib/wire/index.js';

const folder = join(__dirname, '../support/traces');
const traces = readdirSync(folder).filter(name => name.endsWith('.sse'));
const framesOf = (name: string): string[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter(line => line.startsWith('data: '))
    .map(line => line.slice(6));

describe('recorded turns', () => {
  it('are there', () => {
    expect(traces.length).toBeGreaterThan(15);
  });

  it.each(traces)('%s: every frame is an event, handed on as it came', name => {
    const frames = framesOf(name);
    expect(frames.map(decodeEvent)).toEqual(frames.map(data => ({ event: JSON.parse(data) as unknown })));
  });

  it.each(traces)('%s: every event has the whole shape its type promises', name => {
    const wrong = framesOf(name).flatMap(data => {
      const { event } = decodeEvent(data);
      const schema = Object.entries(eventSchemas).find(([type]) => type === event?.type)?.[1];
      return schema?.safeParse(event?.properties).error?.issues ?? [];
    });
    expect(wrong).toEqual([]);
  });

  it.each(traces)('%s: every event about a session says which', name => {
    const types = framesOf(name).flatMap(data => {
      const { event } = decodeEvent(data);
      return event !== undefined && sessionIDOf(event) === undefined ? [event.type] : [];
    });
    expect(types.filter(type => !/^(server|file)\./.test(type))).toEqual([]);
  });

  it.each(traces)('%s: every stored message is one', name => {
    const stored = JSON.parse(readFileSync(join(folder, name.replace('.sse', '.messages.json')), 'utf8')) as unknown[];
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.map(message => messageWithPartsSchema.safeParse(message).error?.issues)).toEqual(
      stored.map(() => undefined),
    );
  });
});
