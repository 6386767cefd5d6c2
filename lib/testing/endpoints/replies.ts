import { isObject } from '../../wire/index.js';
import type { Agent } from '../agent/agent.js';
import { badRequest, json } from '../http/answers.js';
import type { Handler } from '../http/endpoint.js';
import { event, type World } from '../world/world.js';

/** How humans answer what they are asked (`lib/wire/PROTOCOL.md` § 5). */
export const replyEndpoints = (world: World, agent: Agent): Readonly<Record<string, Handler>> => ({
  'GET /question': () => json(world.store.questions),
  'GET /permission': () => json(world.store.permissions),
  'POST /question/:id/reply': ({ body }, { id = '' }) => {
    const answers = isObject(body) ? body['answers'] : undefined;
    if (!isAnswers(answers)) return badRequest('Expected answers: a list of labels for each question');
    return settle(world, 'question', id, sessionID =>
      world.happen(event('question.replied', { sessionID, requestID: id, answers })),
    );
  },
  'POST /question/:id/reject': (_request, { id = '' }) =>
    settle(world, 'question', id, sessionID => world.happen(event('question.rejected', { sessionID, requestID: id }))),
  'POST /permission/:id/reply': ({ body }, { id = '' }) => {
    const { reply, message } = isObject(body) ? body : {};
    if (typeof reply !== 'string' || !['once', 'always', 'reject'].includes(reply))
      return badRequest('Expected reply: once, always or reject');
    if (typeof message === 'string') agent.leave.explain(id, message);
    return settle(world, 'permission', id, sessionID =>
      world.happen(event('permission.replied', { sessionID, requestID: id, reply })),
    );
  },
});

function settle(
  { store }: World,
  kind: 'question' | 'permission',
  id: string,
  tell: (sessionID: string) => void,
): Response {
  const waiting = kind === 'question' ? store.questions : store.permissions;
  const request = waiting.find(each => each.id === id);
  if (request === undefined) return gone(kind === 'question' ? 'Question' : 'Permission', id);
  tell(request.sessionID ?? '');
  return json(true);
}

const gone = (kind: string, id: string): Response =>
  json({ _tag: `${kind}NotFoundError`, requestID: id, message: `${kind} request not found: ${id}` }, { status: 404 });

const isAnswers = (value: unknown): value is readonly (readonly string[])[] =>
  Array.isArray(value) &&
  value.every(answer => Array.isArray(answer) && answer.every(label => typeof label === 'string'));
