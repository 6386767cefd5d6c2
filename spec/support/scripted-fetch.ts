export { json, networkError } from '../../lib/testing/http/answers.js';
export { eventStream } from '../../lib/testing/http/event-stream.js';
export { scriptedFetch, type Respond, type ScriptedRequest } from '../../lib/testing/http/scripted-fetch.js';
