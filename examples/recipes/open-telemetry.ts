import { defer, finalize, tap } from 'rxjs';
import type { Instrumentation, InstrumentationPayload } from 'opencode-rx';

/** What is used of a span of `@opentelemetry/api`. */
export interface SpanLike {
  recordException(exception: Error | string): void;
  setStatus(status: { code: number }): unknown;
  end(): void;
}

/** What is used of a tracer of `@opentelemetry/api`: give it `trace.getTracer('my-app')`. */
export interface TracerLike {
  startSpan(name: string, options?: { attributes?: Record<string, string | number | boolean> }): SpanLike;
}

/** `SpanStatusCode.ERROR` of `@opentelemetry/api`. */
const ERROR = 2;

/** A span for each request and each life of the event connection; a moment is a span without duration. */
export const openTelemetry = (tracer: TracerLike): Instrumentation => ({
  instrument: (name, payload, source) =>
    defer(() => {
      const span = tracer.startSpan(name, { attributes: attributesOf(payload) });
      return source.pipe(
        tap({
          error: (error: unknown) => {
            span.recordException(error instanceof Error ? error : String(error));
            span.setStatus({ code: ERROR });
          },
        }),
        finalize(() => span.end()),
      );
    }),
  notify: (name, payload) => tracer.startSpan(name, { attributes: attributesOf(payload) }).end(),
});

function attributesOf(payload: InstrumentationPayload): Record<string, string | number | boolean> {
  const entries = Object.entries(payload).map(([key, value]) => [key, attribute(value)] as const);
  return Object.fromEntries(entries);
}

const attribute = (value: unknown): string | number | boolean =>
  typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
