import { from, isObservable, map, type Observable } from 'rxjs';
import { badScript, json } from './answers.js';
import { endpoint, type Handler, type PathParameters } from './endpoint.js';
import type { ScriptedRequest } from './scripted-fetch.js';

/**
 * Answers a request with a `Response`, or with anything else as JSON; now, or later by a promise or an Observable.
 * Undefined leaves it to the server's usual answer.
 */
export type Responder = (request: ScriptedRequest, parameters: PathParameters) => unknown;

interface Route {
  readonly parametersOf: (request: ScriptedRequest) => PathParameters | undefined;
  readonly respond: Responder;
}

/** Which endpoint is answered by whom. */
export class Router {
  readonly #usual: readonly Route[];
  readonly #own: Route[] = [];

  constructor(usual: Readonly<Record<string, Handler>>) {
    this.#usual = Object.entries(usual).map(([pattern, respond]) => ({ parametersOf: endpoint(pattern), respond }));
  }

  /** Asked before all others that are there. */
  add(pattern: string, respond: Responder): void {
    this.#own.unshift({ parametersOf: endpoint(pattern), respond });
  }

  /** The answer to a request. */
  answer(request: ScriptedRequest): Response | Observable<Response> {
    for (const { parametersOf, respond } of [...this.#own, ...this.#usual]) {
      const parameters = parametersOf(request);
      const answer = parameters && respond(request, parameters);
      if (answer !== undefined) return toResponse(answer);
    }
    const name = `${request.method} ${request.url.pathname}`;
    return badScript(`ScriptedOpencode has no answer to ${name}: give it one with server.on('${name}', () => …)`);
  }
}

function toResponse(answer: unknown): Response | Observable<Response> {
  if (isObservable(answer)) return answer.pipe(map(oneResponse));
  return answer instanceof Promise ? from(answer).pipe(map(oneResponse)) : oneResponse(answer);
}

const oneResponse = (answer: unknown): Response => (answer instanceof Response ? answer : json(answer));
