import { answer, question, say, tool } from '../../support/events.js';
import { inTurn, type Folded } from '../../support/fold.js';

const begun = inTurn().then(say.message(answer()));
const inputOf = ({ reply }: Folded) => reply.parts.flatMap(part => (part.type === 'tool' ? part.input : []))[0];

describe('a tool call', () => {
  it('opens, advances and ends', () => {
    const raw = tool('b', 'completed', { state: { input: { command: 'ls' }, output: 'a', title: 'ls' } });
    const heard = begun.then(
      say.part(tool('b', 'pending')),
      say.part(tool('b', 'running', { state: { input: { command: 'ls' } } })),
      say.part(raw),
    );
    expect(heard.told).toMatchObject([
      { type: 'partAdded', index: 0, part: { tool: 'bash', status: 'pending' } },
      { type: 'toolProgressed', index: 0, status: 'running', part: { input: { command: 'ls' } } },
      { type: 'toolProgressed', index: 0, status: 'completed', part: { output: 'a', title: 'ls' } },
    ]);
    expect(heard.told.at(-1)).toHaveProperty('raw', raw);
  });

  it('tells how far it is where it is first heard of late', () => {
    expect(begun.then(say.part(tool('b', 'completed'))).names).toEqual(['partAdded', 'toolProgressed']);
  });

  it('never goes back', () => {
    const done = begun.then(say.part(tool('b', 'completed', { state: { output: 'a' } })));
    expect(done.then(say.part(tool('b', 'running')), say.part(tool('b', 'pending'))).steps).toEqual([]);
  });

  it('is among the tool parts of the reply once it has ended', () => {
    const running = begun.then(say.part(tool('b', 'running')));
    expect(running.reply.toolParts).toEqual([]);
    expect(running.then(say.part(tool('b', 'error', { state: { error: 'no' } }))).reply.toolParts).toMatchObject([
      { id: 'b', status: 'error', error: 'no' },
    ]);
  });

  it('keeps its name when the server renames it', () => {
    const renamed = begun.then(
      say.part(tool('b', 'pending', { tool: 'teleport' })),
      say.part(tool('b', 'completed', { tool: 'invalid', state: { output: 'no such tool' } })),
    );
    expect(renamed.reply.toolParts).toMatchObject([{ tool: 'teleport', status: 'completed' }]);
  });

  it('is not taken for a text that has its id', () => {
    const heard = begun.then(say.part(tool('b', 'running')));
    expect(heard.then(say.part({ ...tool('b', 'running'), type: 'text', text: 'x' })).steps).toEqual([]);
    const spoken = begun.then(say.delta('t', 'x'));
    expect(spoken.then(say.part(tool('t', 'running'))).steps).toEqual([]);
  });
});

describe('a question in its tool call', () => {
  const request = question('que_1', 'q');
  const call = say.part(tool('q', 'running', { tool: 'question', state: { input: { questions: [], note: 1 } } }));
  const asked = {
    questions: request.questions,
    note: 1,
    opencode_request_id: 'que_1',
    opencode_message_id: 'msg_answer',
    opencode_call_id: 'call_q',
  };

  it.each([
    ['the question', [say.asks(request), call]],
    ['the call', [call, say.asks(request)]],
  ])('is shown whole when %s came first', (_name, events) => {
    expect(inputOf(begun.then(...events))).toEqual(asked);
  });

  it('is told as the tool progressing', () => {
    const told = begun.then(call).then(say.asks(request));
    expect(told.names).toEqual(['questionAsked', 'toolProgressed']);
    expect(told.then(call).steps).toEqual([]);
  });

  it('still routes when the call goes on after the answer, and no more when it has ended', () => {
    const answered = begun.then(call, say.asks(request), say.answers('que_1'));
    expect(inputOf(answered)).toHaveProperty('opencode_request_id', 'que_1');
    const input = { questions: request.questions, note: 1 };
    const over = answered.then(say.part(tool('q', 'completed', { tool: 'question', state: { input } })));
    expect(inputOf(over)).toEqual(input);
  });

  it('routes no more when the call has ended, though the question was not heard to be answered', () => {
    const over = begun.then(call, say.asks(request), say.part(tool('q', 'error', { tool: 'question' })));
    expect(over.reply.pendingQuestions).toHaveLength(1);
    expect(inputOf(over)).toEqual({ questions: request.questions, note: 1 });
  });

  it('is found among several of one message', () => {
    const first = say.part(tool('p', 'running', { tool: 'question' }));
    const { told } = begun.then(first, call).then(say.asks(request));
    expect(told.at(-1)).toMatchObject({ type: 'toolProgressed', index: 1, part: { input: asked } });
  });

  it('belongs to the call it names, and to a call of `question` only', () => {
    const other = begun.then(say.part(tool('other', 'running', { tool: 'question' })), say.asks(request));
    expect(inputOf(other)).toBeUndefined();
    const bash = begun.then(say.part(tool('q', 'running')), say.asks(request));
    expect(inputOf(bash)).toBeUndefined();
  });
});
