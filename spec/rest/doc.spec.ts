import { callShape } from '../../lib/rest/call.js';
import { customRequestOptions } from '../../lib/rest/custom-request.js';
import * as rest from '../../lib/rest/index.js';
import type { OptionsSchema } from '../../lib/rest/input.js';
import { rest as ask, useSandbox } from '../support/sandbox.js';
import type { Operation, ServerDoc } from '../wire/server-doc.js';

/** Each endpoint: the schema of our options, and what our arguments say beside them. */
const endpoints: Readonly<Record<string, readonly [schema: OptionsSchema, ...given: string[]]>> = {
  'get /global/health': [rest.callOptions],
  'get /session': [rest.listSessionsOptions],
  'post /session': [rest.createSessionOptions],
  'get /session/status': [rest.callOptions],
  'get /session/{sessionID}': [rest.callOptions],
  'patch /session/{sessionID}': [rest.updateSessionOptions],
  'delete /session/{sessionID}': [rest.callOptions],
  'get /session/{sessionID}/children': [rest.callOptions],
  'get /session/{sessionID}/todo': [rest.callOptions],
  'get /session/{sessionID}/diff': [rest.diffOptions],
  'post /session/{sessionID}/abort': [rest.callOptions],
  'post /session/{sessionID}/fork': [rest.forkSessionOptions],
  'post /session/{sessionID}/revert': [rest.revertOptions],
  'post /session/{sessionID}/unrevert': [rest.callOptions],
  'post /session/{sessionID}/summarize': [rest.summarizeOptions],
  'post /session/{sessionID}/init': [rest.initOptions],
  'post /session/{sessionID}/share': [rest.callOptions],
  'delete /session/{sessionID}/share': [rest.callOptions],
  'get /session/{sessionID}/message': [rest.getMessagesOptions],
  'get /session/{sessionID}/message/{messageID}': [rest.callOptions],
  'delete /session/{sessionID}/message/{messageID}': [rest.callOptions],
  'post /session/{sessionID}/message': [rest.sendMessageOptions],
  'post /session/{sessionID}/prompt_async': [rest.sendMessageOptions],
  'post /session/{sessionID}/command': [rest.commandOptions, 'command'],
  'post /session/{sessionID}/shell': [rest.shellOptions, 'command'],
  'get /question': [rest.callOptions],
  'post /question/{requestID}/reply': [rest.callOptions, 'answers'],
  'post /question/{requestID}/reject': [rest.callOptions],
  'get /permission': [rest.callOptions],
  'post /permission/{requestID}/reply': [rest.replyPermissionOptions, 'reply'],
  'get /agent': [rest.callOptions],
  'get /command': [rest.callOptions],
  'get /provider': [rest.callOptions],
  'get /config': [rest.callOptions],
  'get /project': [rest.callOptions],
  'get /project/current': [rest.callOptions],
  'get /path': [rest.callOptions],
  'get /vcs': [rest.callOptions],
  'get /find': [rest.callOptions, 'pattern'],
  'get /find/file': [rest.findFilesOptions, 'query'],
  'get /find/symbol': [rest.callOptions, 'query'],
  'get /file': [rest.callOptions, 'path'],
  'get /file/content': [rest.callOptions, 'path'],
  'get /file/status': [rest.callOptions],
};

/** What an endpoint takes in query and body; the two halves of a model's name are our `model`. */
function taken({ parameters = [], requestBody }: Operation): readonly string[] {
  const query = parameters.filter(each => each.in === 'query').map(({ name }) => name);
  const body = Object.keys(requestBody?.content['application/json']?.schema.properties ?? {});
  const names = [...query, ...body].filter(name => name !== 'directory' && name !== 'workspace');
  return [...new Set(names.map(name => (name === 'providerID' || name === 'modelID' ? 'model' : name)))].sort();
}

describe('the endpoints and the /doc of the real server', () => {
  const sandbox = useSandbox();
  let doc: ServerDoc;

  beforeAll(async () => {
    doc = await ask<ServerDoc>(sandbox(), 'GET', '/doc');
  });

  it.each(Object.keys(endpoints))('%s takes what we let it be given', endpoint => {
    const [verb = '', path = ''] = endpoint.split(' ');
    const [schema, ...given] = endpoints[endpoint] ?? [customRequestOptions];
    const operation = doc.paths[path]?.[verb];
    const ours = [...Object.keys(schema.shape).filter(name => !(name in callShape)), ...given].sort();
    expect(operation && taken(operation)).toEqual(ours);
  });
});
