export { OpencodeClient } from './client.js';
export * from './errors.js';
export { noInstrumentation, Tracer, type Instrumentation, type InstrumentationPayload } from './instrumentation.js';
