/** A turn as OpenTelemetry sees it: a span of ours around it, and under that one for each request and connection. */
import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { last, switchMap } from 'rxjs';
import { OpencodeClient } from 'opencode-rx';
import { openTelemetry } from './recipes/open-telemetry.js';

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
  )
  .subscribe({
    next: ({ status }) => {
      process.exitCode = status === 'completed' ? 0 : 1;
    },
    error: (error: unknown) => {
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

function lineOf({
  name,
  attributes,
  duration: [seconds, nanoseconds],
  status,
  parentSpanContext,
}: ReadableSpan): string {
  const took = `${Math.round(seconds * 1_000 + nanoseconds / 1e6)} ms`;
  const outcome = status.code === SpanStatusCode.ERROR ? `failed: ${status.message ?? ''}` : 'ok';
  return `${parentSpanContext ? '  ' : ''}${name} ${JSON.stringify(attributes)} ${took} ${outcome}`;
}
