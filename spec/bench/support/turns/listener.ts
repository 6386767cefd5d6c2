import { sessionIDOf } from './story.js';

/** Prompts a server and reads what it says until so many deltas were seen; resolves with the text that was. */
export type Reader = (url: string, deltas: number) => Promise<string>;

/** The session that is prompted. */
export const SESSION = sessionIDOf(0);

/** What is looked at of an event. */
export interface Frame {
  readonly type: string;
  readonly properties: { readonly delta?: string };
}

function prompt(url: string): void {
  const body = JSON.stringify({ messageID: 'msg_of_the_bench', parts: [{ type: 'text', text: 'Go' }] });
  const headers = { 'content-type': 'application/json' };
  void fetch(`${url}/session/${SESSION}/prompt_async`, { method: 'POST', headers, body });
}

/** Prompts when the server is ready, and collects the words until there are enough of them. */
export function listener(url: string, deltas: number): (frame: Frame) => boolean {
  let left = deltas;
  return ({ type }) => {
    if (type === 'server.connected') prompt(url);
    if (type === 'message.part.delta') left -= 1;
    return left === 0;
  };
}
