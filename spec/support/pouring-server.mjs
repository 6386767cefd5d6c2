// An event stream that is poured as fast as it is taken, on a thread of its own: it goes on while the main one is busy.
// `counters`: bytes that were handed to the socket, in KiB, and how often that was full.
import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const { counters, eventBytes, totalBytes } = workerData;
const counted = new Int32Array(counters);

const frameOf = event => Buffer.from(`data: ${JSON.stringify(event)}\n\n`);
const filler = frameOf({ type: 'poured', properties: { text: 'x'.repeat(eventBytes) } });

function pour(response, left) {
  for (let rest = left; rest > 0 && !response.destroyed; rest -= filler.length) {
    Atomics.add(counted, 0, Math.round(filler.length / 1024));
    if (response.write(filler)) continue;
    Atomics.add(counted, 1, 1);
    response.once('drain', () => pour(response, rest - filler.length));
    return;
  }
  response.end(frameOf({ type: 'the.end', properties: {} }));
}

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(frameOf({ type: 'server.connected', properties: {} }));
  pour(response, totalBytes);
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(`http://127.0.0.1:${server.address().port}`));
