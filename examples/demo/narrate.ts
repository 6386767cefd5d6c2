import { isTerminal, type ReplyTransition, type ToolReplyPart } from 'opencode-rx';
import { harmless } from './paint.js';
import { askedFor, outputLines, todoLines, toolLine } from './view.js';

/** What happened, in lines for a log or a pipe: only what is final is said, for nothing can be taken back. */
export function narrate(transition: ReplyTransition): readonly string[] {
  switch (transition.type) {
    case 'partFinalized':
      return 'content' in transition.part ? [harmless(transition.part.content), ''] : [];
    case 'toolProgressed':
      return isWorthTelling(transition.part) ? [toolLine(transition.part), ...outputLines(transition.part), ''] : [];
    case 'todosChanged':
      return [...todoLines(transition.todos), ''];
    case 'permissionAsked':
      return [`? ${transition.request.permission} ${askedFor(transition.request)}`];
    case 'permissionReplied':
      return [`  ${transition.reply ?? 'answered elsewhere'}`, ''];
    case 'questionAsked':
      return transition.request.questions.map(({ question }) => `? ${harmless(question)}`);
    case 'questionReplied':
      return [`  ${harmless(transition.answers?.flat().join(', ') ?? 'answered elsewhere')}`, ''];
    case 'sessionRetried':
      return [`… trying again: ${harmless(transition.message)}`];
    default:
      return [];
  }
}

/** What todo lists and questions are about was told already. */
const isWorthTelling = (part: ToolReplyPart): boolean =>
  isTerminal(part) && part.tool !== 'todowrite' && part.tool !== 'question';
