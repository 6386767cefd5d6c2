import type { ReplyTransition } from './transition.js';

type Handlers = { readonly [T in ReplyTransition as T['type']]?: (transition: T) => void };

/**
 * What one may want to hear of a reply, as methods: all optional, each called with the one transition of its name.
 * What a method throws errors the stream it was called from.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface has a name in documentation and errors
export interface ReplyObserver extends Handlers {}

/** Calls the observer's method for this transition, when it has one. */
export function notifyObserver(observer: ReplyObserver, transition: ReplyTransition): void {
  const method = observer[transition.type] as ((transition: ReplyTransition) => void) | undefined;
  method?.call(observer, transition);
}
