import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { BehaviorSubject, filter, firstValueFrom } from 'rxjs';
import type { Fault } from './faults.js';

/** Pieces a second in which a slow reader takes what it takes. */
const SIPS = 20;

/** No spec's process waits for what is still on its way. */
export const UNREF = { ref: false };

/** What lies between client and proxy. While it is stalled nothing passes, and nothing closes. */
export class Line {
  readonly #stalled = new BehaviorSubject(false);

  stall(): void {
    this.#stalled.next(true);
  }

  flow(): void {
    this.#stalled.next(false);
  }

  /** Resolves when something may pass. */
  async open(): Promise<void> {
    await firstValueFrom(this.#stalled.pipe(filter(stalled => !stalled)));
  }
}

/** The body of an answer in the pieces in which it passes: the next is read only when the last was taken. */
export async function* piecesOf(answer: IncomingMessage, line: Line, fault?: Fault): AsyncGenerator<Buffer, void> {
  const sip = fault?.kind === 'slow' ? Math.ceil(fault.bytesPerSecond / SIPS) : Infinity;
  try {
    for await (const bytes of answer as AsyncIterable<Buffer>) {
      for (const piece of split(bytes, sip)) {
        if (fault?.kind === 'slow') await sleep((1000 * piece.length) / fault.bytesPerSecond, undefined, UNREF);
        if (fault?.kind === 'delay') await sleep(fault.by, undefined, UNREF);
        await line.open();
        yield piece;
      }
    }
  } finally {
    await line.open();
  }
}

function* split(bytes: Buffer, size: number): Generator<Buffer, void> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** So many bytes may pass, then the socket closes; once. */
export class Budget {
  constructor(public bytes = Infinity) {}

  /** Takes from it what a piece needs: whether it was not enough for more. */
  spend(bytes: number): boolean {
    this.bytes -= bytes;
    const isSpent = this.bytes <= 0;
    if (isSpent) this.bytes = Infinity;
    return isSpent;
  }
}

/** Hands pieces on, as fast as they are taken, until a budget is used up. */
export async function pass(
  pieces: AsyncIterable<Buffer>,
  to: ServerResponse,
  budgets: readonly Budget[],
  onPassed: (bytes: Buffer) => void,
): Promise<void> {
  for await (const piece of pieces) {
    const allowed = piece.subarray(0, Math.min(...budgets.map(({ bytes }) => bytes)));
    const isCut = budgets.filter(budget => budget.spend(piece.length)).length > 0;
    onPassed(allowed);
    await written(to, allowed);
    if (isCut) return void to.destroy();
  }
  to.end();
}

function written(to: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(bytes, error => (error ? reject(error) : resolve()));
  });
}
