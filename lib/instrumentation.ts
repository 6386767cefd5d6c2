import type { Observable } from 'rxjs';

/** Facts about an operation. Never holds a password, header, query or prompt text. */
export type InstrumentationPayload = Readonly<Record<string, unknown>>;

/**
 * Where a client reports what it does; one adapter per client.
 *
 * Operations: `opencode.request {method, path}`, `opencode.connection {path, attempt}` (one life of the event connection).
 * Moments: `opencode.event.invalid {reason, type?}`, `opencode.connection.open`, `opencode.connection.lost {attempt, delay, error}`.
 * Payloads may grow fields in later versions.
 */
export interface Instrumentation {
  /** Wraps one operation: return the source, with whatever tap, timer or span you need around each subscription. */
  instrument<T>(name: string, payload: InstrumentationPayload, source: Observable<T>): Observable<T>;
  /** Marks a moment. What it throws is not caught. */
  notify(name: string, payload: InstrumentationPayload): void;
}

/** The default adapter: sources pass through untouched, moments go nowhere. */
export const noInstrumentation: Instrumentation = {
  instrument: (_name, _payload, source) => source,
  notify: () => undefined,
};

/** An adapter that puts `prefix.` before every name and hands on to another adapter. */
export class Tracer implements Instrumentation {
  constructor(
    private readonly prefix: string,
    private readonly target: Instrumentation,
  ) {}

  instrument<T>(name: string, payload: InstrumentationPayload, source: Observable<T>): Observable<T> {
    return this.target.instrument(`${this.prefix}.${name}`, payload, source);
  }

  notify(name: string, payload: InstrumentationPayload): void {
    this.target.notify(`${this.prefix}.${name}`, payload);
  }
}
