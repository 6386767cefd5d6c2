/** Where the gate hands on what it lets through. */
export interface FrameSink {
  /** The next bytes of the stream. */
  feed(bytes: Uint8Array): void;
  /** Forget the beginning of an event whose rest will not come. */
  reset(): void;
  /** An event was refused; its size in bytes, as far as it came. */
  refused(size: number): void;
}

/**
 * Watches how long each event of an SSE stream is, up to and including its blank line, and holds back those longer
 * than `max` bytes. Sizes are exact wherever the stream is cut, whatever ends its lines (LF, CR, CRLF).
 */
export interface FrameGate {
  readonly max: number;
  readonly sink: FrameSink;
  /** Bytes of the present event so far. */
  held: number;
  refusing: boolean;
  /** The two bytes before the present chunk. */
  last: number;
  secondLast: number;
}

const LF = 10;
const CR = 13;

/** A gate at the start of a stream, which counts as the start of a line. */
export function frameGate(max: number, sink: FrameSink): FrameGate {
  return { max, sink, held: 0, refusing: false, last: LF, secondLast: LF };
}

/** Takes the next chunk of the stream. */
export function passFrames(gate: FrameGate, chunk: Uint8Array): void {
  if (gate.refusing || gate.held + chunk.length > gate.max) passOneByOne(gate, chunk);
  else {
    gate.sink.feed(chunk);
    gate.held = tailLength(gate, chunk);
  }
  gate.secondLast = byteAt(gate, chunk, chunk.length - 2);
  gate.last = byteAt(gate, chunk, chunk.length - 1);
}

/** Takes the end of the stream, however it came. */
export function endFrames(gate: FrameGate): void {
  if (gate.refusing) closeFrame(gate);
}

function passOneByOne(gate: FrameGate, chunk: Uint8Array): void {
  let start = 0;
  while (start < chunk.length) {
    const end = frameEnd(gate, chunk, start);
    passPiece(gate, chunk.subarray(start, end ?? chunk.length));
    if (end !== undefined) closeFrame(gate);
    start = end ?? chunk.length;
  }
}

function passPiece(gate: FrameGate, piece: Uint8Array): void {
  gate.held += piece.length;
  if (gate.refusing) return;
  gate.refusing = gate.held > gate.max;
  if (gate.refusing) gate.sink.reset();
  else gate.sink.feed(piece);
}

function closeFrame(gate: FrameGate): void {
  if (gate.refusing) gate.sink.refused(gate.held);
  gate.refusing = false;
  gate.held = 0;
}

function frameEnd(gate: FrameGate, chunk: Uint8Array, start: number): number | undefined {
  for (let index = start; index < chunk.length; index++) {
    if (isLineEnd(chunk[index]) && endsBlankLine(gate, chunk, index)) return index + 1;
  }
  return undefined;
}

/** How much of the last event is here: counted back from the end, for that is near. */
function tailLength(gate: FrameGate, chunk: Uint8Array): number {
  for (let index = chunk.length - 1; index >= 0; index--) {
    if (isLineEnd(chunk[index]) && endsBlankLine(gate, chunk, index)) return chunk.length - 1 - index;
  }
  return gate.held + chunk.length;
}

/** Whether the line that this line end ends is blank: right before it is another. */
function endsBlankLine(gate: FrameGate, chunk: Uint8Array, index: number): boolean {
  const isCrLf = chunk[index] === LF && byteAt(gate, chunk, index - 1) === CR;
  return isLineEnd(byteAt(gate, chunk, isCrLf ? index - 2 : index - 1));
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}

function byteAt({ last, secondLast }: FrameGate, chunk: Uint8Array, index: number): number {
  return index >= 0 ? (chunk[index] ?? 0) : index === -1 ? last : secondLast;
}
