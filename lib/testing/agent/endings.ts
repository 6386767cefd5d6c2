import { concat, type Observable } from 'rxjs';
import type { MessageWithParts, OpencodeEvent, Part, WireError } from '../../wire/index.js';
import { openAnswer, partUpdated, type Turn } from '../world/turn.js';
import { event, idle, says, type World } from '../world/world.js';

const ABORTED: WireError = { name: 'MessageAbortedError', data: { message: 'Aborted' } };

const failed = (sessionID: string, error: WireError): OpencodeEvent => event('session.error', { sessionID, error });

/** The turn was aborted: what is said at once, and what a little later (`lib/wire/PROTOCOL.md` § 6). */
export function aborting(world: World, sessionID: string) {
  const answer = openAnswer(world, sessionID);
  return {
    atOnce: [failed(sessionID, ABORTED), ...idle(sessionID).map(make => make())],
    later: concat(closing(world, answer, ABORTED), says(world, ...idle(sessionID))),
  };
}

/** The provider has refused (`lib/wire/PROTOCOL.md` § 6). */
export function failing(world: World, sessionID: string, error: WireError): Observable<OpencodeEvent> {
  const answer = openAnswer(world, sessionID);
  return concat(
    says(world, () => failed(sessionID, error), ...idle(sessionID)),
    closing(world, answer, error),
    says(world, ...idle(sessionID)),
  );
}

/** The model is not known (`lib/wire/PROTOCOL.md` § 6). */
export function unknownModel(world: World, { prompt, model }: Turn): Observable<OpencodeEvent> {
  const words = `Model not found: ${model.providerID}/${model.modelID}.`;
  const error = (message: string) => () => failed(prompt.sessionID, { name: 'UnknownError', data: { message } });
  return says(world, error(words), ...idle(prompt.sessionID), error(`ProviderModelNotFoundError: ${words}`));
}

/** The agent is not known (`lib/wire/PROTOCOL.md` § 6). */
export function unknownAgent(world: World, { prompt, agent }: Turn): Observable<OpencodeEvent> {
  const words = `Agent not found: "${agent}". Available agents: ${(world.agents ?? []).join(', ')}`;
  const error = (message: string) => () => failed(prompt.sessionID, { name: 'UnknownError', data: { message } });
  return says(world, error(words), error('UnknownError: UnknownError'));
}

/** The parts of an answer that will not go on are closed, and so is the answer. */
function closing(
  world: World,
  answer: MessageWithParts | undefined,
  error: WireError,
): Observable<OpencodeEvent> | readonly OpencodeEvent[] {
  const { info, parts } = answer ?? {};
  if (info?.role !== 'assistant' || info.sessionID === undefined) return [];
  const place = { id: info.id, sessionID: info.sessionID };
  const open = (parts ?? []).flatMap(part => closed(world, part) ?? []);
  const time = { ...info.time, completed: world.scribe.later() };
  return says(world, ...open.map(part => () => partUpdated(world, place, part)), () =>
    event('message.updated', { sessionID: place.sessionID, info: { ...info, error, time } }),
  );
}

/** How an open part ends; undefined for one that has ended. */
function closed({ store, scribe }: World, part: Part): Part | undefined {
  const end = scribe.now();
  if (part.type === 'text' || part.type === 'reasoning') {
    const isOpen = part.time !== undefined && part.time.end === undefined;
    return isOpen ? { ...part, text: store.grown(part.id) || part.text, time: { ...part.time, end } } : undefined;
  }
  if (part.type !== 'tool' || (part.state.status !== 'pending' && part.state.status !== 'running')) return undefined;
  const start = part.state.status === 'running' ? part.state.time?.start : undefined;
  const { input = {} } = part.state;
  const rest = { error: 'Tool execution aborted', metadata: { interrupted: true }, time: { start: start ?? end, end } };
  return { ...part, state: { status: 'error', input, ...rest } };
}
