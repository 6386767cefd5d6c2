import * as z from 'zod';
import * as wire from '../../lib/wire/index.js';
import { otherEventTypes } from '../../lib/wire/other-event-types.js';
import { rest, useSandbox } from '../support/sandbox.js';
import { compareSchema, type JsonSchema } from './compare-schema.js';
import type { ServerDoc } from './server-doc.js';

/** Our schema for each of the server's. Those of other names are reached through them. */
const pairs: Readonly<Record<string, z.core.$ZodType>> = {
  Session: wire.sessionSchema,
  SessionStatus: wire.sessionStatusSchema,
  Message: wire.messageSchema,
  Part: wire.partSchema,
  ToolState: wire.toolStateSchema,
  FilePartSource: wire.fileSourceSchema,
  SnapshotFileDiff: wire.fileDiffSchema,
  PermissionRule: wire.permissionRuleSchema,
  Todo: wire.todoSchema,
  QuestionRequest: wire.questionRequestSchema,
  PermissionRequest: wire.permissionRequestSchema,
  Agent: wire.agentSchema,
  Command: wire.commandSchema,
  Config: wire.configSchema,
  Provider: wire.providerSchema,
  Project: wire.projectSchema,
  Path: wire.pathInfoSchema,
  VcsInfo: wire.vcsInfoSchema,
  Symbol: wire.symbolSchema,
  FileNode: wire.fileNodeSchema,
  FileContent: wire.fileContentSchema,
  File: wire.fileStatusSchema,
};

/** Answers whose schema has no name. */
const answers: Readonly<Record<string, z.core.$ZodType>> = {
  '/global/health': wire.healthSchema,
  '/provider': wire.providerListSchema,
  '/config/providers': wire.configProvidersSchema,
  '/find': z.array(wire.textMatchSchema),
  '/session/{sessionID}/message': z.array(wire.messageWithPartsSchema),
};

/** Where we differ on purpose, and why. A line here that is no longer true fails. */
const knownDifferences: Readonly<Record<string, string>> = {
  'extra .before': '1.1 to 1.3 send whole files instead of a patch',
  'extra .after': '1.1 to 1.3 send whole files instead of a patch',
  'extra Todo.id': '1.1 numbers its todos',
  'extra todo.updated.todos[].id': '1.1 numbers its todos',
  'extra <null>': 'the server sends null, whatever its document says',
  'extra .callID': 'some servers put the id of the call into its state',
  'extra message.part.updated.delta': '1.1 sends the delta beside the part',
  'extra .summary<boolean>': '1.1 may say `true`',
  'extra .tokens.total': 'one schema for the tokens of steps, messages and sessions, which have no total',
  'extra .model.variant': 'one schema for the models of messages and of subtasks, which have no variant',
  'extra .error.data.ref': 'one schema for all errors; a retry part has an APIError',
  'extra .error.data.providerID': 'one schema for all errors; a retry part has an APIError',
  'extra .error.data.retries': 'one schema for all errors; a retry part has an APIError',
};

const jsonSchemaOf = (schema: z.core.$ZodType): JsonSchema =>
  z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input', reused: 'inline' }) as JsonSchema;

describe('the schemas and the /doc of the real server', () => {
  const sandbox = useSandbox();
  let doc: ServerDoc;
  const find = (ref: string): JsonSchema => doc.components.schemas[ref.split('/').pop() ?? ''] ?? {};
  const against = (ours: z.core.$ZodType, theirs: JsonSchema | undefined, path: string): readonly string[] =>
    theirs === undefined
      ? [`gone ${path}`]
      : compareSchema(jsonSchemaOf(ours), theirs, path, find).map(({ kind, path: place }) => `${kind} ${place}`);
  const eventsOf = (): Map<string, JsonSchema> =>
    new Map(
      (find('Event').anyOf ?? []).map(({ $ref = '' }) => {
        const { type, properties = {} } = find($ref).properties ?? {};
        return [String(type?.enum?.[0] ?? type?.const), properties];
      }),
    );
  const reasonFor = (difference: string): string | undefined =>
    Object.keys(knownDifferences).find(known => {
      const [kind = '', place = ''] = known.split(' ');
      return (
        difference.startsWith(`${kind} `) &&
        (difference === known || (/^[.<]/.test(place) && difference.endsWith(place)))
      );
    });

  beforeAll(async () => {
    doc = await rest<ServerDoc>(sandbox(), 'GET', '/doc');
  });

  it.each(Object.keys(pairs))('%s says what the server says', name => {
    const schema = pairs[name];
    if (schema === undefined) throw new Error(name);
    expect(against(schema, doc.components.schemas[name], name).filter(each => reasonFor(each) === undefined)).toEqual(
      [],
    );
  });

  it.each(Object.keys(answers))('GET %s answers what we take', path => {
    const schema = answers[path];
    const theirs = doc.paths[path]?.['get']?.responses['200']?.content?.['application/json']?.schema;
    if (schema === undefined) throw new Error(path);
    expect(against(schema, theirs, path).filter(each => reasonFor(each) === undefined)).toEqual([]);
  });

  it.each(Object.keys(wire.eventSchemas).filter(type => type !== 'server.heartbeat'))(
    '%s is the server’s event',
    type => {
      const schema = wire.eventSchemas[type as keyof typeof wire.eventSchemas];
      expect(against(schema, eventsOf().get(type), type).filter(each => reasonFor(each) === undefined)).toEqual([]);
    },
  );

  it('knows every event type the server names, and no other but its undocumented heartbeat', () => {
    const ours = [...Object.keys(wire.eventSchemas), ...otherEventTypes].filter(type => type !== 'server.heartbeat');
    expect(ours.sort()).toEqual([...eventsOf().keys()].sort());
  });

  it('differs only where it says it does', () => {
    const all = [
      ...Object.entries(pairs).flatMap(([name, schema]) => against(schema, doc.components.schemas[name], name)),
      ...Object.entries(wire.eventSchemas).flatMap(([type, schema]) => against(schema, eventsOf().get(type), type)),
    ];
    const used = new Set(all.map(reasonFor));
    expect(Object.keys(knownDifferences).filter(known => !used.has(known))).toEqual([]);
  });
});
