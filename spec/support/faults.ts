/** A request as it came by. */
export interface ProxiedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What goes wrong with a request. */
export type Fault =
  /** The socket closes, the server never hears of it. */
  | { readonly kind: 'refuse' }
  /** The server never hears of it, nobody answers, and the socket stays open. */
  | { readonly kind: 'hang' }
  /** The proxy answers instead of the server. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** The server gets it and answers; the answer is lost with the socket. */
  | { readonly kind: 'loseAnswer' }
  /** The socket closes after so many bytes of the answer's body. */
  | { readonly kind: 'cut'; readonly after: number }
  /** The answer, and each piece of its body, comes later by so many milliseconds. */
  | { readonly kind: 'delay'; readonly by: number }
  /** The answer's body is read no faster; what is not read waits in the server's socket. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number };

/** Which requests a fault is for: `'POST'`, a piece of the path, or any question about it. */
export type Matcher = string | ((request: ProxiedRequest) => boolean);

interface PlannedFault {
  readonly match: Matcher;
  readonly fault: Fault;
  times: number;
}

/** What will go wrong, in the order it was planned. */
export class FaultPlan {
  #planned: readonly PlannedFault[] = [];

  /** Breaks the next matching requests, until the answer is called. */
  add(match: Matcher, fault: Fault, times: number): () => void {
    const planned = { match, fault, times };
    this.#planned = [...this.#planned, planned];
    return () => (this.#planned = this.#planned.filter(other => other !== planned));
  }

  /** What goes wrong with this request. */
  next(seen: ProxiedRequest): Fault | undefined {
    const planned = this.#planned.find(({ match, times }) => times > 0 && matches(match, seen));
    if (planned) planned.times--;
    return planned?.fault;
  }
}

function matches(match: Matcher, seen: ProxiedRequest): boolean {
  return typeof match === 'function' ? match(seen) : `${seen.method} ${seen.path}`.includes(match);
}
