import { concat, type Observable } from 'rxjs';
import type { OpencodeEvent, QuestionAnswers, QuestionInfo } from '../../wire/index.js';
import type { QuestionAct } from '../script/acts.js';
import { ask } from './ask.js';
import { ToolCall, type ToolAnswer } from './tool-call.js';
import type { StepMessage } from '../world/turn.js';
import { says } from '../world/world.js';

/** The model asks a human. */
export function askQuestions(message: StepMessage, { questions }: QuestionAct): Observable<OpencodeEvent> {
  const { world, sessionID } = message;
  const call = new ToolCall(message, 'question', { questions });
  const question = { id: world.scribe.id('que'), sessionID, questions, tool: call.place };
  let answers: QuestionAnswers | undefined;
  const asked = ask(
    world,
    { question },
    () => call.running(),
    ({ type, properties }) => {
      message.isRefused ||= type === 'question.rejected';
      answers = 'answers' in properties ? properties.answers : undefined;
    },
  );
  const ended = () =>
    message.isRefused
      ? call.failed('The user dismissed this question')
      : call.completed(answered(questions, answers ?? []));
  return concat(
    says(world, () => call.pending()),
    asked,
    says(world, ended),
  );
}

function answered(questions: readonly QuestionInfo[], answers: QuestionAnswers): ToolAnswer {
  const told = questions.map((each, at) => `"${each.question}"="${answers[at]?.join(', ') ?? ''}"`).join(', ');
  const output = `User has answered your questions: ${told}. You can now continue with the user's answers in mind.`;
  const title = `Asked ${String(questions.length)} question${questions.length === 1 ? '' : 's'}`;
  return { output, title, metadata: { answers } };
}
