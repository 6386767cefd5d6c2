/**
 * A scripted OpenCode server behind a `fetch`, for tests of what uses the client.
 *
 * @module opencode-rx/testing
 */
export { ScriptedOpencode } from './scripted-opencode.js';
export type { ScriptedOpencodeOptions } from './options.js';
export type * from './script/acts.js';
export * from './script/script.js';
export type { FaultOptions } from './http/faults.js';
export type { PathParameters } from './http/endpoint.js';
export type { PlayOptions } from './world/play.js';
export type { PromptMatch, ScriptSource } from './script/scripts.js';
export type { Responder } from './http/router.js';
export type { ScriptedPrompt } from './world/turn.js';
export type { ScriptedRequest } from './http/scripted-fetch.js';
export type { Store } from './world/store.js';
export { readTrace } from './world/trace.js';
