/** What tells the time: a scheduler, or `Date`. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** Gives ids and times. Ids count: `ses_1`, `msg_1`, `msg_2`, so that a test can know them. */
export class Scribe {
  readonly #counts = new Map<string, number>();
  #last = 0;

  constructor(private readonly clock: Clock) {}

  /** The next id of a kind: `ses`, `msg`, `prt`, `que`, `per`, `evt`, `call`. */
  id(kind: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return `${kind}_${String(count)}`;
  }

  /** The time. */
  now(): number {
    return this.clock.now();
  }

  /** The time, later than any that was given here before: what is made one after the other can be told apart by it. */
  later(): number {
    this.#last = Math.max(this.#last + 1, this.clock.now());
    return this.#last;
  }
}
