import type { PermissionRequest } from '../../wire/index.js';

/** Why a tool may not run, and whether the turn ends with that. */
export interface Refusal {
  readonly words: string;
  readonly endsTurn: boolean;
}

const REFUSED = 'The user rejected permission to use this specific tool call';

/** What humans have allowed for good, and what they said with a refusal (`lib/wire/PROTOCOL.md` § 5.2). */
export class Leave {
  readonly #always = new Set<string>();
  readonly #messages = new Map<string, string>();

  /** The server is killed: with the next one, everybody is asked again. */
  forget(): void {
    this.#always.clear();
    this.#messages.clear();
  }

  /** Whether nobody needs to be asked any more. */
  isGiven(request: PermissionRequest): boolean {
    const patterns = request.patterns ?? [];
    return patterns.length > 0 && patterns.every(pattern => this.#always.has(`${request.permission} ${pattern}`));
  }

  /** What the model is told when the request is refused. */
  explain(requestID: string, message: string): void {
    this.#messages.set(requestID, message);
  }

  /** A human has replied; undefined when the tool may run. */
  decide(request: PermissionRequest, reply: string | undefined): Refusal | undefined {
    for (const pattern of reply === 'always' ? (request.always ?? []) : []) {
      this.#always.add(`${request.permission} ${pattern}`);
    }
    if (reply !== 'reject') return undefined;
    const message = this.#messages.get(request.id);
    if (message === undefined) return { words: `${REFUSED}.`, endsTurn: true };
    return { words: `${REFUSED} with the following feedback: ${message}`, endsTurn: false };
  }
}
