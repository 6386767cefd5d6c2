// A server that tells one story for each prompt, as fast as it is read: node --import tsx firehose.ts DELTAS PARTS
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import type { OpencodeEvent } from '../../../../lib/wire/index.js';
import { beginningOf, bytesOf, endOf, pieces, storedAtEnd, storedOf, wordsOf, type Story } from './story.js';

const [deltas = 0, parts = 1] = process.argv.slice(2).map(Number);

/** Of each session, what its turn is about, whether it is told to its end, and its words, which cost much to make. */
const turns = new Map<string, { readonly story: Story; readonly promptID: string; isOver: boolean }>();
let words: { readonly sessionID: string; readonly bytes: readonly Uint8Array[] } | undefined;
const listeners = new Set<ServerResponse>();

const connected: OpencodeEvent = { type: 'server.connected', properties: {} };

async function tell(bytes: readonly Uint8Array[]): Promise<void> {
  for (const piece of bytes) {
    for (const listener of listeners) {
      if (!listener.write(piece)) await drained(listener);
    }
  }
}

/** When it can take more, or nobody wants it any more. */
async function drained(listener: ServerResponse): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([once(listener, 'drain', { signal }), once(listener, 'close', { signal })]);
  over.abort();
}

async function play(sessionID: string, promptID: string): Promise<void> {
  const story: Story = { sessionID, deltas, parts };
  const turn = { story, promptID, isOver: false };
  turns.set(sessionID, turn);
  if (words?.sessionID !== sessionID) words = { sessionID, bytes: pieces(bytesOf(wordsOf(story))) };
  await tell([bytesOf(beginningOf(story, promptID)), ...words.bytes]);
  turn.isOver = true;
  await tell([bytesOf(endOf(story, promptID))]);
}

function messagesOf(sessionID: string): unknown {
  const turn = turns.get(sessionID);
  if (turn === undefined) return [];
  return turn.isOver ? storedAtEnd(turn.story, turn.promptID) : storedOf(turn.story, turn.promptID);
}

const statuses = (): unknown =>
  Object.fromEntries([...turns].filter(([, { isOver }]) => !isOver).map(([id]) => [id, { type: 'busy' }]));

function listen(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(bytesOf([connected]));
  listeners.add(response);
  response.once('close', () => listeners.delete(response));
}

async function post(request: IncomingMessage, response: ServerResponse, sessionID: string): Promise<void> {
  const { messageID } = (await readJson(request)) as { messageID: string };
  response.writeHead(204).end();
  await play(sessionID, messageID);
}

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '', 'http://firehose.test').pathname;
  const [, , sessionID = '', what] = path.split('/');
  if (path === '/event') listen(response);
  else if (what === 'prompt_async') void post(request, response, sessionID);
  else {
    const answer =
      path === '/session/status'
        ? statuses()
        : what === 'message'
          ? messagesOf(sessionID)
          : what
            ? []
            : { id: sessionID };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
// It ends with who started it.
process.stdin.on('end', () => process.exit()).resume();
