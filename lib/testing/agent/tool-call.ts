import type { JsonObject, OpencodeEvent, PromptTool, ToolState } from '../../wire/index.js';
import type { StepMessage } from '../world/turn.js';

/** What a tool answered. */
export interface ToolAnswer {
  readonly output: string;
  readonly title: string;
  readonly metadata?: JsonObject | undefined;
}

/** The call of a tool in a message, and the events that tell of it (`lib/wire/PROTOCOL.md` § 4.3). */
export class ToolCall {
  readonly #id: string;
  readonly #callID: string;
  #start = 0;

  constructor(
    private readonly message: StepMessage,
    readonly tool: string,
    readonly input: JsonObject,
  ) {
    this.#id = message.world.scribe.id('prt');
    this.#callID = message.world.scribe.id('call');
  }

  /** What a question or permission says of it. */
  get place(): PromptTool {
    return { messageID: this.message.id, callID: this.#callID };
  }

  /** The model is still writing the call. */
  pending(): OpencodeEvent {
    return this.#part({ status: 'pending', input: {}, raw: '' });
  }

  /** The tool runs. */
  running(more: { readonly title?: string; readonly metadata?: JsonObject } = {}): OpencodeEvent {
    this.#start ||= this.message.world.scribe.now();
    return this.#part({ status: 'running', input: this.input, time: { start: this.#start }, ...more });
  }

  /** The tool has done its work. */
  completed({ output, title, metadata = {} }: ToolAnswer): OpencodeEvent {
    const rest = { output, title, metadata: { ...metadata, truncated: false }, time: this.#time() };
    return this.#part({ status: 'completed', input: this.input, ...rest });
  }

  /** The tool has failed. */
  failed(error: string): OpencodeEvent {
    return this.#part({ status: 'error', input: this.input, error, time: this.#time() });
  }

  #time() {
    return { start: this.#start, end: this.message.world.scribe.now() };
  }

  #part(state: ToolState): OpencodeEvent {
    return this.message.part({ id: this.#id, type: 'tool', tool: this.tool, callID: this.#callID, state });
  }
}
