import { concat, EMPTY, type Observable } from 'rxjs';
import { isObject, type JsonObject, type OpencodeEvent, type Part, type UserMessage } from '../../wire/index.js';
import type { Script } from '../script/acts.js';
import { updated } from '../world/sessions.js';
import { stepsOf } from '../script/steps.js';
import { partUpdated, type ModelOfMessage, type ScriptedPrompt, type Turn, type Unplaced } from '../world/turn.js';
import { event, says, type World } from '../world/world.js';

const DEFAULT_MODEL: ModelOfMessage = { providerID: 'scripted', modelID: 'scripted' };

/** A prompt as it was sent to a session. */
export function promptOf({ scribe }: World, sessionID: string, body: JsonObject): ScriptedPrompt {
  const messageID = textOf(body['messageID']) ?? scribe.id('msg');
  const text = partsOf(body)
    .flatMap(part => (part['type'] === 'text' ? (textOf(part['text']) ?? []) : []))
    .join('\n');
  return { sessionID, messageID, text, body };
}

/** A prompt and how it is answered, by whom. */
export function turnOf({ store }: World, prompt: ScriptedPrompt, script: Script): Turn {
  const session = store.session(prompt.sessionID);
  const agent = textOf(prompt.body['agent']) ?? session?.agent ?? 'build';
  return { prompt, steps: stepsOf(script), agent, model: modelOf(prompt.body, session?.model) };
}

/** The prompt is stored: what that says (`lib/wire/PROTOCOL.md` § 4). */
export function takePrompt(world: World, { prompt, agent, model }: Turn): Observable<OpencodeEvent> {
  const { sessionID, messageID, body } = prompt;
  const parts = partsOf(body).map(part => ({ id: world.scribe.id('prt'), ...part }) as unknown as Unplaced<Part>);
  const user = (): UserMessage => ({
    ...{ id: messageID, role: 'user', sessionID, time: { created: world.scribe.later() }, agent, model },
    ...kept(body, ['system', 'tools', 'format']),
  });
  const isKnown = world.store.message(messageID) !== undefined;
  const chosen = { agent, model: { id: model.modelID, providerID: model.providerID, variant: 'default' } };
  return concat(
    forgetReverted(world, sessionID),
    world.store.session(sessionID)?.agent === agent ? EMPTY : says(world, () => updated(world, sessionID, chosen)),
    isKnown ? EMPTY : says(world, () => event('message.updated', { sessionID, info: user() })),
    says(world, ...parts.map(part => () => partUpdated(world, { id: messageID, sessionID }, part))),
    says(world, () => updated(world, sessionID, chosen)),
  );
}

/** With the next prompt, what was reverted is gone. */
function forgetReverted(world: World, sessionID: string): Observable<OpencodeEvent> {
  const from = world.store.session(sessionID)?.revert?.messageID;
  if (from === undefined) return EMPTY;
  const messages = world.store.messages(sessionID);
  const gone = messages.slice(messages.findIndex(({ info }) => info.id === from));
  return says(
    world,
    () => event('session.diff', { sessionID, diff: [] }),
    ...gone.map(
      ({ info }) =>
        () =>
          event('message.removed', { sessionID, messageID: info.id }),
    ),
    () => updated(world, sessionID, { revert: undefined }),
  );
}

/** The parts of a prompt's body. */
export function partsOf(body: JsonObject): readonly JsonObject[] {
  const { parts } = body;
  return Array.isArray(parts) ? parts.filter(isObject) : [];
}

function modelOf({ model }: JsonObject, session: { readonly id?: string; readonly providerID?: string } = {}) {
  const { providerID, modelID } = isObject(model) ? model : { providerID: session.providerID, modelID: session.id };
  return {
    providerID: textOf(providerID) ?? DEFAULT_MODEL.providerID,
    modelID: textOf(modelID) ?? DEFAULT_MODEL.modelID,
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const kept = (body: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.flatMap(name => (body[name] === undefined ? [] : [[name, body[name]]])));
