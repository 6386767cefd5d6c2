import type { PermissionRequest, QuestionRequest } from '../wire/prompt.js';
import { sameItems, sameValue } from './same-value.js';

/** A question that waits for a human. */
export interface PendingQuestion {
  readonly kind: 'question';
  readonly request: QuestionRequest;
  /** When it was first heard of, epoch ms. */
  readonly askedAt: number;
}

/** A permission that waits for a human. */
export interface PendingPermission {
  readonly kind: 'permission';
  readonly request: PermissionRequest;
  /** When it was first heard of, epoch ms. */
  readonly askedAt: number;
}

/** What waits for a human; `kind` tells which endpoint takes the answer. */
export type PendingPrompt = PendingQuestion | PendingPermission;

/** Which tool call a prompt came from. */
export interface PromptCall {
  readonly messageID: string;
  readonly callID: string;
}

/** What waits for a human, in the order it was asked. A value: changing it makes another. */
export class Prompts {
  /** Nothing waits. */
  static readonly none: Prompts = new Prompts([], [], []);

  private constructor(
    /** Everything that waits, with the time it was asked. */
    readonly pending: readonly PendingPrompt[],
    /** The questions among them, as the server sent them; the same array until a question changes. */
    readonly questions: readonly QuestionRequest[],
    /** The permissions among them, as the server sent them; the same array until a permission changes. */
    readonly permissions: readonly PermissionRequest[],
  ) {}

  /** Whether a human is being waited for. */
  get anyPending(): boolean {
    return this.pending.length > 0;
  }

  /** The request with this id, as the server sent it. */
  find(requestID: string): QuestionRequest | PermissionRequest | undefined {
    return this.entry(requestID)?.request;
  }

  /** The latest request that came from this tool call, as the server sent it. */
  findByCall({ messageID, callID }: PromptCall): QuestionRequest | PermissionRequest | undefined {
    const isOfCall = ({ request: { tool } }: PendingPrompt) => tool?.messageID === messageID && tool.callID === callID;
    return this.pending.findLast(isOfCall)?.request;
  }

  /** When the request was first heard of, epoch ms. */
  askedAt(requestID: string): number | undefined {
    return this.entry(requestID)?.askedAt;
  }

  /** With one more prompt; one that is known keeps its time and its place. The same reference if nothing is new. */
  ask(prompt: PendingPrompt): Prompts {
    const known = this.entry(prompt.request.id);
    if (known === undefined) return this.having([...this.pending, prompt]);
    if (known.kind === prompt.kind && sameValue(known.request, prompt.request)) return this;
    const renewed = { ...prompt, askedAt: known.askedAt };
    return this.having(this.pending.map(entry => (entry === known ? renewed : entry)));
  }

  /** Without the request that was answered. The same reference if it was not waiting. */
  resolve(requestID: string): Prompts {
    const known = this.entry(requestID);
    return known === undefined ? this : this.having(this.pending.filter(entry => entry !== known));
  }

  private entry(requestID: string): PendingPrompt | undefined {
    return this.pending.find(({ request }) => request.id === requestID);
  }

  private having(pending: readonly PendingPrompt[]): Prompts {
    const questions = pending.filter(prompt => prompt.kind === 'question').map(({ request }) => request);
    const permissions = pending.filter(prompt => prompt.kind === 'permission').map(({ request }) => request);
    return new Prompts(pending, sameItems(this.questions, questions), sameItems(this.permissions, permissions));
  }
}
