import { createOpencodeClient } from '@opencode-ai/sdk';
import { listener, type Frame, type Reader } from './listener.js';

/** The official SDK's bare loop, which keeps nothing but the text. */
export const officialSdk: Reader = async (url, deltas) => {
  const isDone = listener(url, deltas);
  const left = new AbortController();
  const { stream } = await createOpencodeClient({ baseUrl: url }).event.subscribe({ signal: left.signal });
  let text = '';
  for await (const event of stream) {
    const frame = event as unknown as Frame;
    if (frame.type === 'message.part.delta') text += frame.properties.delta ?? '';
    if (isDone(frame)) break;
  }
  left.abort();
  return text;
};
