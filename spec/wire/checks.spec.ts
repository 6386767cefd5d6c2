import * as z from 'zod';
import * as wire from '../../lib/wire/index.js';
import { compareSchema, type JsonSchema } from './compare-schema.js';

const jsonSchemaOf = (schema: z.core.$ZodType): JsonSchema =>
  z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input', reused: 'inline' }) as JsonSchema;

/** Where the check refuses, or demands, what the whole shape allows (JSON Schema cannot say that an unlisted type is a string). */
const narrower = (check: z.core.$ZodType, whole: z.core.$ZodType, path: string): readonly string[] =>
  compareSchema(jsonSchemaOf(check), jsonSchemaOf(whole), path, () => ({}))
    .filter(({ kind, path: place }) => (kind === 'refuses' && !place.endsWith('.type<object>')) || kind === 'demands')
    .map(difference => `${difference.kind} ${difference.path}`);

/** Parts are compared by values, below. */
const events = [...wire.eventChecks.keys()].filter(type => type !== 'message.part.updated');

describe('what is checked at run time', () => {
  it.each([
    ['session', wire.sessionCheck, wire.sessionSchema],
    ['status', wire.statusCheck, wire.sessionStatusSchema],
    ['message', wire.messageCheck, wire.messageSchema],
    ['todo', wire.todoCheck, wire.todoSchema],
    ['question', wire.questionCheck, wire.questionRequestSchema],
    ['permission', wire.permissionCheck, wire.permissionRequestSchema],
  ] as const)('of a %s is never more than its type promises', (name, check, whole) => {
    expect(narrower(check, whole, name)).toEqual([]);
  });

  it.each(events)('of %s is never more than its type promises', type => {
    const whole = wire.eventSchemas[type as keyof typeof wire.eventSchemas];
    const check = wire.eventChecks.get(type);
    expect(check && narrower(check, whole, type)).toEqual([]);
  });

  it('demands of each event what its type demands', () => {
    const lax = events.flatMap(type => {
      const whole = jsonSchemaOf(wire.eventSchemas[type as keyof typeof wire.eventSchemas]);
      const check = wire.eventChecks.get(type);
      const differences = check === undefined ? [] : compareSchema(whole, jsonSchemaOf(check), type, () => ({}));
      return differences.filter(({ kind }) => kind === 'demands').map(({ path }) => path);
    });
    expect(lax).toEqual([]);
  });

  const base = { id: 'prt_1', messageID: 'msg_1' };
  const least = wire.knownPartSchemas
    .flatMap(({ shape }) => shape.type.def.values)
    .map(type => ({ ...base, type, ...(type === 'tool' ? { tool: 'x', state: { status: 'running' } } : {}) }))
    .map(part => (part.type === 'text' || part.type === 'reasoning' ? { ...part, text: '' } : part));

  it.each(least)('of the part %j is what its type demands', part => {
    const agree = (value: unknown): boolean => {
      const whole = wire.partSchema.safeParse(value).success;
      expect(wire.partCheck.safeParse(value).success).toBe(whole);
      return whole;
    };
    expect(agree(part)).toBe(true);
    for (const name of Object.keys(part)) expect(agree({ ...part, [name]: undefined })).toBe(false);
  });
});
