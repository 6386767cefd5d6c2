import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A server on another thread that sends as fast as its socket takes it. */
export interface PouringServer {
  readonly url: string;
  /** Bytes that it has handed to its socket, now. */
  readonly sent: () => number;
  /** How often the socket was full, so that it had to wait. */
  readonly waits: () => number;
  readonly close: () => Promise<unknown>;
}

/** Starts one that sends so many bytes, in events of that size. */
export async function pouringServer(totalBytes: number, eventBytes: number): Promise<PouringServer> {
  const counters = new SharedArrayBuffer(8);
  const counted = new Int32Array(counters);
  const worker = new Worker(join(__dirname, 'pouring-server.mjs'), {
    workerData: { counters, eventBytes, totalBytes },
  });
  const [url] = (await once(worker, 'message')) as [string];
  return {
    url,
    sent: () => Atomics.load(counted, 0) * 1024,
    waits: () => Atomics.load(counted, 1),
    close: () => worker.terminate(),
  };
}

const idle = new Int32Array(new SharedArrayBuffer(4));

/** Keeps this thread for so many milliseconds. */
export function block(milliseconds: number): void {
  Atomics.wait(idle, 0, 0, milliseconds);
}
