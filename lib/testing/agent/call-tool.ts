import { concat, defer, type Observable } from 'rxjs';
import type { OpencodeEvent, PermissionRequest } from '../../wire/index.js';
import { askQuestions } from './ask-questions.js';
import { ask } from './ask.js';
import type { Refusal } from './leave.js';
import { runTask } from './run-task.js';
import type { CallAct, TodosAct, ToolAct } from '../script/acts.js';
import type { Performer } from './performer.js';
import { ToolCall } from './tool-call.js';
import type { StepMessage } from '../world/turn.js';
import { event, says } from '../world/world.js';

/** A tool is called, and done (`lib/wire/PROTOCOL.md` § 4.3). */
export function callTool(agent: Performer, message: StepMessage, act: CallAct): Observable<OpencodeEvent> {
  return defer(() => {
    switch (act.act) {
      case 'tool':
        return runTool(agent, message, act);
      case 'question':
        return askQuestions(message, act);
      case 'todos':
        return setTodos(message, act);
      case 'task':
        return runTask(agent, message, act);
    }
  });
}

function runTool(agent: Performer, message: StepMessage, { tool, input, options }: ToolAct): Observable<OpencodeEvent> {
  const { world } = message;
  const call = new ToolCall(message, tool, input);
  const { output = '', title = subjectOf(input) ?? tool, progress = [], metadata, error } = options;
  const done = () => (error === undefined ? call.completed({ output, title, metadata }) : call.failed(error));
  const grown = progress.map(soFar => () => call.running({ metadata: { output: soFar } }));
  const permission = permissionFor(message, call, options.asks);
  const running = () => call.running();
  let refusal: Refusal | undefined;
  const failed =
    ({ words }: Refusal) =>
    () =>
      call.failed(words);
  const asked = (request: PermissionRequest) =>
    ask(world, { permission: request }, running, ({ properties }) => {
      refusal = agent.leave.decide(request, 'reply' in properties ? properties.reply : undefined);
      message.isRefused ||= refusal?.endsTurn === true;
    });
  return concat(
    says(world, () => call.pending()),
    permission === undefined || agent.leave.isGiven(permission) ? says(world, running) : asked(permission),
    defer(() => says(world, ...(refusal === undefined ? [...grown, done] : [failed(refusal)]))),
  );
}

function permissionFor(
  { world, sessionID }: StepMessage,
  { tool, input, place }: ToolCall,
  asks: ToolAct['options']['asks'] = false,
): PermissionRequest | undefined {
  if (asks === false) return undefined;
  const details = asks === true ? {} : asks;
  const patterns = details.patterns ?? [subjectOf(input) ?? '*'];
  const { permission = tool, always = patterns, metadata = input } = details;
  return { id: world.scribe.id('per'), sessionID, permission, patterns, metadata, always, tool: place };
}

function subjectOf({ command, filePath }: ToolAct['input']): string | undefined {
  return [command, filePath].find(value => typeof value === 'string');
}

function setTodos(message: StepMessage, { todos }: TodosAct): Observable<OpencodeEvent> {
  const { world, sessionID } = message;
  const call = new ToolCall(message, 'todowrite', { todos });
  const left = todos.filter(({ status }) => status !== 'completed').length;
  const answer = { output: JSON.stringify(todos, null, 2), title: `${String(left)} todos`, metadata: { todos } };
  return says(
    world,
    () => call.pending(),
    () => event('todo.updated', { sessionID, todos }),
    () => call.running(),
    () => call.completed(answer),
  );
}
