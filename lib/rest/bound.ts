import type { HttpContext } from '../transport/http.js';

/** An endpoint without its context. */
export type Bound<Endpoint> = Endpoint extends (http: HttpContext, ...args: infer Args) => infer Result
  ? (...args: Args) => Result
  : never;

/** Something that holds a context and binds endpoints to it. */
export abstract class Bindable {
  /** @internal */
  readonly http: HttpContext;

  /** @internal */
  protected constructor(http: HttpContext) {
    this.http = http;
  }

  /** @internal The endpoint as a function of its own, which may be passed around without its client. */
  protected bind<Args extends readonly unknown[], Result>(
    endpoint: (http: HttpContext, ...args: Args) => Result,
  ): (...args: Args) => Result {
    return (...args) => endpoint(this.http, ...args);
  }
}
