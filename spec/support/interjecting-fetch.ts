import type { Fetch } from '../../lib/transport/http.js';

/** What is said after a frame of an event stream: more frames, each a JSON text. */
export type Interjection = (frame: string) => readonly string[];

/** A `fetch` that puts frames of its own between those of `GET /event`. */
export const interjectingFetch =
  (interject: Interjection): Fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (pathname !== '/event' || response.body === null) return response;
    return new Response(response.body.pipeThrough(interjecting(interject)), response);
  };

function interjecting(interject: Interjection): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  return new TransformStream({
    transform: (bytes, controller) => {
      const frames = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const said = [frame, ...interject(frame).map(json => `data: ${json}`)];
        controller.enqueue(encoder.encode(said.map(each => `${each}\n\n`).join('')));
      }
    },
  });
}
