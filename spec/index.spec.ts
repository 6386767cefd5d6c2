import * as api from '../lib/index.js';

/** Every value a user can import. A name that goes, comes or changes is a decision, so it is made here too. */
const names = {
  client: ['OpencodeClient', 'ReplyStream', 'createMessageID'],
  reply: ['Reply', 'Prompts', 'isTerminal', 'distill', 'notifyObserver'],
  operators: [
    'observeReply',
    'ofType',
    'paced',
    'pendingPermissions',
    'pendingQuestions',
    'replySteps',
    'toReply',
    'todos',
    'toolParts',
  ],
  events: ['decodeEvent', 'sessionIDOf', 'sse'],
  messages: [
    'MAX_ARTIFACT_BYTES',
    'TODO_UPDATED',
    'canonicalTodo',
    'canonicalTodos',
    'extractArtifactFiles',
    'extractArtifactsFromMessages',
    'extractCacheTokens',
    'extractCost',
    'extractError',
    'extractInterleavedParts',
    'extractReasoning',
    'extractText',
    'extractTokens',
    'extractToolSummary',
    'isStreamOnly',
    'stampSource',
    'toolPartFromMessagePart',
  ],
  errors: [
    'BadRequestError',
    'ConnectionError',
    'IdleStreamError',
    'NotFoundError',
    'OpencodeError',
    'PromptNotFoundError',
    'PromptRejectedError',
    'ProtocolError',
    'ServerError',
    'SessionNotFoundError',
    'StaleSessionError',
    'TimeoutError',
    'UnauthorizedError',
  ],
  instrumentation: ['Tracer', 'noInstrumentation'],
};

describe('the package', () => {
  it('exports these values and no others', () => {
    expect(Object.keys(api).sort()).toEqual(Object.values(names).flat().sort());
  });

  it('has no value that is undefined', () => {
    expect(Object.entries(api).filter(([, value]) => typeof value === 'undefined')).toEqual([]);
  });
});
