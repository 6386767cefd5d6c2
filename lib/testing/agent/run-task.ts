import { concat, defer, type Observable } from 'rxjs';
import type { JsonObject, OpencodeEvent } from '../../wire/index.js';
import type { Performer } from './performer.js';
import { promptOf } from './prompt.js';
import type { TaskAct } from '../script/acts.js';
import { created, newSession } from '../world/sessions.js';
import { ToolCall } from './tool-call.js';
import type { StepMessage } from '../world/turn.js';
import { says } from '../world/world.js';

/** A tool runs a session of its own (`lib/wire/PROTOCOL.md` § 4.7). */
export function runTask(
  agent: Performer,
  message: StepMessage,
  { script, options }: TaskAct,
): Observable<OpencodeEvent> {
  const { world, sessionID, turn } = message;
  const { description = 'Look into it', prompt = description, agent: name = 'general' } = options;
  const title = `${description} (@${name} subagent)`;
  const child = newSession(world, { parentID: sessionID, title, agent: name, permission: [] });
  const call = new ToolCall(message, 'task', { description, prompt, subagent_type: name });
  const metadata: JsonObject = { parentSessionId: sessionID, sessionId: child.id, model: turn.model };
  const running = () => call.running({ title: description, metadata });
  const ended = () => call.completed({ output: outputOf(message, child.id), title: description, metadata });
  const parts = [{ type: 'text', text: prompt }];
  const begun = says(
    world,
    () => call.pending(),
    () => created(child),
    running,
  );
  const body = { parts, agent: name, model: turn.model };
  const answered = defer(() => agent.prompt(promptOf(world, child.id, body), script));
  return concat(begun, answered, says(world, ended));
}

function outputOf({ world }: StepMessage, childID: string): string {
  const parts = world.store.messages(childID).at(-1)?.parts ?? [];
  const words = parts.map(part => (part.type === 'text' ? part.text : '')).join('');
  return `<task id="${childID}" state="completed">\n<task_result>\n${words}\n</task_result>\n</task>`;
}
