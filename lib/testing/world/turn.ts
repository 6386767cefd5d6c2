import type { AssistantMessage, MessageWithParts, OpencodeEvent, Part, Tokens } from '../../wire/index.js';
import { NO_STEP, type Step } from '../script/steps.js';
import { event, type World } from './world.js';

/** A prompt as a scripted server took it. */
export interface ScriptedPrompt {
  readonly sessionID: string;
  /** The id of the user's message. */
  readonly messageID: string;
  /** The texts of its parts, joined by line ends. */
  readonly text: string;
  /** The prompt's body as it was sent. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** How messages spell a model. */
export interface ModelOfMessage {
  readonly providerID: string;
  readonly modelID: string;
}

/** A prompt and how it is answered. */
export interface Turn {
  readonly prompt: ScriptedPrompt;
  readonly steps: readonly Step[];
  readonly agent: string;
  readonly model: ModelOfMessage;
}

/** Nothing was spent. */
export const noTokens: Tokens = { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } };

/** One step of a turn while it is performed: its message and what it is made of. */
export class StepMessage {
  readonly id: string;
  readonly sessionID: string;
  readonly step: Step;
  #info: AssistantMessage;
  /** A human refused something: the turn ends with this step. */
  isRefused = false;

  constructor(
    readonly world: World,
    readonly turn: Turn,
    index: number,
  ) {
    const { agent, model, prompt, steps } = turn;
    this.sessionID = prompt.sessionID;
    this.id = world.scribe.id('msg');
    this.step = steps[index] ?? NO_STEP;
    const ids = { id: this.id, sessionID: this.sessionID, parentID: prompt.messageID };
    const path = { cwd: world.directory, root: '/' };
    const time = { created: world.scribe.later() };
    this.#info = { ...ids, role: 'assistant', mode: agent, agent, path, cost: 0, tokens: noTokens, ...model, time };
  }

  /** The message, for the first time or changed. */
  updated(changes: Partial<AssistantMessage> = {}): OpencodeEvent {
    this.#info = { ...this.#info, ...changes };
    return event('message.updated', { sessionID: this.sessionID, info: this.#info });
  }

  /** The message is complete. */
  completed(changes: Partial<AssistantMessage>): OpencodeEvent {
    return this.updated({ ...changes, time: { ...this.#info.time, completed: this.world.scribe.later() } });
  }

  /** A part of the message, for the first time or again. */
  part(part: Unplaced<Part>): OpencodeEvent {
    return partUpdated(this.world, this, part);
  }

  /** What the step spent. */
  get tokens(): Tokens {
    const count = (kind: string) =>
      this.step.says.reduce((sum, act) => ('pieces' in act && act.act === kind ? sum + act.pieces.length : sum), 0);
    const [input, output, reasoning] = [100, count('text'), count('reasoning')];
    const total = input + output + reasoning;
    return this.step.finish.tokens ?? { total, input, output, reasoning, cache: { read: 0, write: 0 } };
  }
}

/** A part without the message it is in. */
export type Unplaced<T> = T extends Part ? Omit<T, 'messageID' | 'sessionID'> : never;

/** A part of a message, for the first time or again. */
export function partUpdated(
  { scribe }: World,
  { id, sessionID }: { readonly id: string; readonly sessionID: string },
  part: Unplaced<Part>,
): OpencodeEvent {
  const placed = { ...part, messageID: id, sessionID };
  return event('message.part.updated', { sessionID, part: placed, time: scribe.now() });
}

/** The last message of a session when it is an answer that nobody has completed. */
export function openAnswer({ store }: World, sessionID: string): MessageWithParts | undefined {
  const last = store.messages(sessionID).findLast(({ info }) => info.role === 'assistant');
  return last?.info.role === 'assistant' && last.info.time?.completed === undefined ? last : undefined;
}
