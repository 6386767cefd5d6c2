import type { Script as ModelScript } from '../../../examples/sandbox/index.js';
import {
  bash,
  fail,
  question,
  reasoning,
  script,
  step,
  task,
  text,
  tool,
  wait,
} from '../../../examples/sandbox/index.js';
import * as scripted from '../../../lib/testing/index.js';
import type { Script } from '../../../lib/testing/index.js';
import type { Stage } from './stage.js';

/** A few things that happen to a session, on a real server and on a scripted one. */
export interface Scenario {
  /** What the model does, for the real server. */
  readonly model: ModelScript;
  /** The same for the scripted one. */
  readonly script: Script;
  /** Sent with the prompt. */
  readonly prompt?: object;
  /** What is done meanwhile; without it, the turn is only waited for. */
  readonly play?: (stage: Stage) => Promise<void>;
}

const answered = (path: (id: string) => string, body: object) => async (stage: Stage) => {
  const { id } = await stage.asked();
  await stage.post(path(id), body);
  await stage.idle();
};

const ECHO = bash('echo hi', 'Say hi');
const echo = (progress: readonly string[]) =>
  scripted.tool(
    'bash',
    { command: 'echo hi', description: 'Say hi' },
    { output: 'hi\n', title: 'echo hi', metadata: { output: 'hi\n', exit: 0 }, progress, asks: ASKS },
  );
const TODOS = [
  { content: 'a', status: 'in_progress', priority: 'medium' },
  { content: 'b', status: 'pending', priority: 'medium' },
];
const ASKS = { permission: 'bash', patterns: ['echo hi'], always: ['echo *'], metadata: { command: 'echo hi' } };

const NAMED = { messageID: 'msg_twice', parts: [{ id: 'prt_twice', type: 'text', text: 'Once.' }] };

/** The scenarios by name. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'a plain turn': { model: script(step(text('Hello there.'))), script: 'Hello there.' },
  'reasoning and text': {
    model: script(step(reasoning('Let me think.'), text('Hello there.'))),
    script: [scripted.reasoning('Let me think.'), 'Hello there.'],
  },
  'a tool with a permission that is given': {
    model: script(step(text('Run.'), ECHO), step(text('Done.'))),
    script: ['Run.', echo(['', 'hi\n']), 'Done.'],
    play: answered(id => `/permission/${id}/reply`, { reply: 'once' }),
  },
  'a permission that is refused': {
    model: script(step(ECHO), step(text('Done.'))),
    script: [echo([]), 'Done.'],
    play: answered(id => `/permission/${id}/reply`, { reply: 'reject' }),
  },
  'a permission that is refused with words': {
    model: script(step(ECHO), step(text('Done.'))),
    script: [echo([]), 'Done.'],
    play: answered(id => `/permission/${id}/reply`, { reply: 'reject', message: 'Use ls.' }),
  },
  'a question that is answered': {
    model: script(step(question('Which?', ['A', 'B'])), step(text('Fine.'))),
    script: [scripted.question('Which?', ['A', 'B']), 'Fine.'],
    play: answered(id => `/question/${id}/reply`, { answers: [['A']] }),
  },
  'a question that is dismissed': {
    model: script(step(question('Which?', ['A', 'B'])), step(text('Fine.'))),
    script: [scripted.question('Which?', ['A', 'B']), 'Fine.'],
    play: answered(id => `/question/${id}/reject`, {}),
  },
  'a todo list': {
    model: script(step(tool('todowrite', { todos: TODOS })), step(text('Fine.'))),
    script: [scripted.todos(TODOS), 'Fine.'],
  },
  'a turn that is aborted while it speaks': {
    model: script(step(text('One two three'), wait('for ever'))),
    script: ['One two three', scripted.until(new Promise(() => undefined))],
    play: async stage => {
      await stage.said(' three');
      await stage.post(stage.path('/abort'), {});
      await stage.idle(2);
    },
  },
  'a turn that is aborted while it asks': {
    model: script(step(question('Which?', ['A'])), step(text('Fine.'))),
    script: [scripted.question('Which?', ['A']), 'Fine.'],
    play: async stage => {
      await stage.asked();
      await stage.runs();
      await stage.post(stage.path('/abort'), {});
      await stage.idle(2);
    },
  },
  'a model that does not exist': {
    model: [],
    script: [],
    prompt: { model: { providerID: 'scripted', modelID: 'nope' } },
    play: stage => stage.errors(2),
  },
  'an agent that does not exist': {
    model: [],
    script: [],
    prompt: { agent: 'nope' },
    play: stage => stage.errors(2),
  },
  'a provider that refuses': {
    model: script(step(fail(401, { message: 'No.' }))),
    script: scripted.fail('No.'),
    play: stage => stage.idle(2),
  },
  'a provider that fails once': {
    model: script(step(fail(500, { times: 1, message: 'Busy.' }), text('Hello.'))),
    script: [scripted.retry('Busy.', 50), 'Hello.'],
  },
  'a child session': {
    model: script(step(task([step(text('From the child.'))])), step(text('Fine.'))),
    script: [scripted.task('From the child.', { description: 'Look into it' }), 'Fine.'],
  },
  'a prompt that wants no reply': {
    model: [],
    script: [],
    prompt: { noReply: true },
    play: stage => stage.heard('message.part.updated'),
  },
  'a prompt that is posted twice': {
    model: [],
    script: [],
    prompt: { ...NAMED, noReply: true },
    play: async stage => {
      await stage.heard('message.part.updated');
      await stage.post(stage.path('/prompt_async'), { ...NAMED, noReply: true });
      await stage.heard('message.part.updated', 2);
    },
  },
  'a session that is deleted': {
    model: script(step(text('Hello there.'))),
    script: 'Hello there.',
    play: async stage => {
      await stage.idle();
      await stage.heard('session.diff', 2);
      await stage.remove();
      await stage.heard('session.deleted');
    },
  },
};
