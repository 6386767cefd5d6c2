/**
 * A turn as OpenTelemetry sees it: a span of ours around it, and within it one for each request and connection. Needs
 * the packages `@opentelemetry/api` and `@opentelemetry/sdk-trace-base`.
 */
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Context, Span, Tracer } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { defer, finalize, last, switchMap, tap } from 'rxjs';
import { OpencodeClient, type Instrumentation, type InstrumentationPayload } from 'opencode-rx';

/**
 * A span for each request and each life of the event connection, until it ends or is left; a moment is a span without
 * duration. They are children of `parent`, or where there is none of the span that is active when they start.
 */
const openTelemetry = (tracer: Tracer, parent?: Context): Instrumentation => ({
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

function attribute(value: unknown): string | number | boolean {
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

const exporter = new InMemorySpanExporter(); // yours sends them to a collector
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = provider.getTracer('my-app');

const turn = tracer.startSpan('turn');
const instrumentation = openTelemetry(tracer, trace.setSpan(ROOT_CONTEXT, turn));
const client = new OpencodeClient({ instrumentation }); // reads OPENCODE_BASE_URL and OPENCODE_SERVER_PASSWORD

client
  .createSession({ title: 'Traced' })
  .pipe(
    switchMap(session => client.stream(session.id, 'Explain spans in two sentences.')),
    last(),
    tap(({ status, error }) => {
      if (status !== 'completed') throw new Error(`the turn ended ${status}`, { cause: error });
    }),
  )
  .subscribe({
    error: (error: unknown) => {
      fail(turn, error);
      console.error(String(error));
      process.exitCode = 1;
    },
  });

process.once('beforeExit', report); // by then, the event connection is closed as well

/** Ends the turn's span and prints all of them in the order they began, those within it indented. */
function report(): void {
  turn.end();
  console.log(exporter.getFinishedSpans().toSorted(byStart).map(lineOf).join('\n'));
}

function byStart({ startTime: [seconds, nanoseconds] }: ReadableSpan, { startTime: later }: ReadableSpan): number {
  return seconds - later[0] || nanoseconds - later[1];
}

function lineOf(span: ReadableSpan): string {
  const [seconds, nanoseconds] = span.duration;
  const took = `${Math.round(seconds * 1_000 + nanoseconds / 1e6)} ms`;
  const indent = span.parentSpanContext ? '  ' : '';
  return `${indent}${span.name} ${JSON.stringify(span.attributes)} ${took} ${outcomeOf(span)}`;
}

function outcomeOf({ status, events }: ReadableSpan): string {
  if (status.code !== SpanStatusCode.ERROR) return 'ok';
  const types = events.map(({ attributes }) => attributes?.['exception.type']);
  return `failed: ${types.join()}: ${status.message ?? ''}`;
}
