import { concat, defer, of } from 'rxjs';
import { isObject, type Session } from '../../wire/index.js';
import type { Agent } from '../agent/agent.js';
import { badRequest, badScript, json, noContent, notFound } from '../http/answers.js';
import type { Handler, PathParameters } from '../http/endpoint.js';
import { messagePage } from './message-page.js';
import { promptOf } from '../agent/prompt.js';
import type { Script } from '../script/acts.js';
import type { ScriptedRequest } from '../http/scripted-fetch.js';
import { about } from './sessions.js';
import type { ScriptedPrompt } from '../world/turn.js';
import { event, type World } from '../world/world.js';

/** Finds the script of a prompt. */
export type ScriptFor = (prompt: ScriptedPrompt) => Script;

/** What can be asked about messages, and the ways to send one. */
export function messageEndpoints(world: World, agent: Agent, scriptFor: ScriptFor): Readonly<Record<string, Handler>> {
  const { store } = world;
  const prompted = promptWith(world, agent, scriptFor);
  return {
    'GET /session/:id/message': about(world, ({ id }, { url }) => messagePage(store.messages(id), url)),
    'GET /session/:id/message/:messageID': message(world, found => json(found)),
    'DELETE /session/:id/message/:messageID': message(world, (_found, { id = '', messageID = '' }) => {
      world.happen(event('message.removed', { sessionID: id, messageID }));
      return json(true);
    }),
    'POST /session/:id/prompt_async': about(world, (session, request) => {
      const taken = prompted(session, request);
      return taken instanceof Response ? taken : noContent();
    }),
    'POST /session/:id/message': about(world, (session, request) => {
      const taken = prompted(session, request);
      const last = defer(() => of(json(store.messages(session.id).at(-1))));
      return taken instanceof Response ? taken : concat(taken, last);
    }),
  };
}

const message =
  (world: World, handle: (found: unknown, parameters: PathParameters) => Response): Handler =>
  (_request, parameters) => {
    const { id = '', messageID = '' } = parameters;
    if (world.store.session(id) === undefined) return notFound('Session', id);
    const found = world.store.message(messageID);
    return found?.info.sessionID === id ? handle(found, parameters) : notFound('Message', messageID);
  };

/** Hands a prompt to the agent, or says what is wrong with it. */
function promptWith(world: World, agent: Agent, scriptFor: ScriptFor) {
  return ({ id }: Session, { body }: ScriptedRequest) => {
    if (!isObject(body) || !Array.isArray(body['parts'])) return badRequest('Expected array\n  at ["parts"]');
    const prompt = promptOf(world, id, body);
    try {
      return agent.prompt(prompt, scriptFor(prompt));
    } catch (error) {
      return badScript(`The script for the prompt '${prompt.text}' threw: ${String(error)}`, 400);
    }
  };
}
