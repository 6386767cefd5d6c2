import { SpanKind, SpanStatusCode, type Attributes, type Context, type Span, type Tracer } from '@opentelemetry/api';
import { defer, finalize, tap } from 'rxjs';
import type { Instrumentation, InstrumentationPayload } from 'opencode-rx';

/**
 * A span for each request and each life of the event connection, until it ends or is left; a moment is a span without
 * duration. They are children of `parent`, or where there is none of the span that is active when they start.
 */
export const openTelemetry = (tracer: Tracer, parent?: Context): Instrumentation => ({
  instrument: (name, payload, source) =>
    defer(() => {
      const options = { kind: SpanKind.CLIENT, attributes: attributesOf(payload) };
      const span = tracer.startSpan(name, options, parent);
      return source.pipe(
        tap({ error: (error: unknown) => fail(span, error) }),
        finalize(() => span.end()),
      );
    }),
  notify: (name, payload) => tracer.startSpan(name, { attributes: attributesOf(payload) }, parent).end(),
});

function fail(span: Span, error: unknown): void {
  const exception = error instanceof Error ? error : new Error(String(error));
  span.recordException(exception);
  span.setStatus({ code: SpanStatusCode.ERROR, message: exception.message });
}

function attributesOf(payload: InstrumentationPayload): Attributes {
  const entries = Object.entries(payload).map(([key, value]) => [key, attribute(value)] as const);
  return Object.fromEntries(entries);
}

const attribute = (value: unknown): string | number | boolean =>
  typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
