export { json, networkError } from '../../lib/testing/answers.js';
export { eventStream } from '../../lib/testing/event-stream.js';
export { scriptedFetch, type Respond, type ScriptedRequest } from '../../lib/testing/scripted-fetch.js';
