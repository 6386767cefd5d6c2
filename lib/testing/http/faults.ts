import { Subscription } from 'rxjs';
import { endpoint } from './endpoint.js';
import type { ScriptedRequest } from './scripted-fetch.js';

/** Which requests a fault befalls. */
export interface FaultOptions {
  /**
   * An endpoint such as `'GET /session/:id/message'` or `'/event'`.
   * @defaultValue `'*'`, all of them
   */
  readonly path?: string;
  /**
   * How many requests, of those that come from now on.
   * @defaultValue all of them
   */
  readonly times?: number;
}

/** What may happen to a request on its way. */
export type Fault =
  | { readonly kind: 'refuse'; readonly status: number | 'network' }
  | { readonly kind: 'lose' }
  | { readonly kind: 'delay'; readonly ms: number };

interface Rule {
  readonly fault: Fault;
  readonly isFor: (request: ScriptedRequest) => boolean;
  left: number;
}

/** The faults that wait for requests. */
export class Faults {
  readonly #rules = new Set<Rule>();

  /** From now on; unsubscribing takes it back. */
  add(fault: Fault, { path = '*', times = Infinity }: FaultOptions = {}): Subscription {
    if (!(times >= 0)) throw new TypeError('times must be a number of requests');
    const matches = endpoint(path);
    const rule = { fault, isFor: (request: ScriptedRequest) => matches(request) !== undefined, left: times };
    this.#rules.add(rule);
    return new Subscription(() => this.#rules.delete(rule));
  }

  /** What befalls this request: the newest fault of each kind. */
  meet(request: ScriptedRequest): Readonly<Partial<{ [Kind in Fault['kind']]: Extract<Fault, { kind: Kind }> }>> {
    const met = [...this.#rules].filter(rule => rule.left > 0 && rule.isFor(request));
    for (const rule of met) rule.left -= 1;
    return Object.fromEntries(met.map(({ fault }) => [fault.kind, fault]));
  }
}
