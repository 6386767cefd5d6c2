import { map, merge, type Observable } from 'rxjs';
import { paced, type ReplyStream } from 'opencode-rx';

/** One turn, seen from six sides. All share one prompt and one connection; any of them starts the turn. */
export const headlines = (stream: ReplyStream): Observable<string> =>
  merge(
    stream.text$.pipe(
      paced(),
      map(text => `${text.length} characters`),
    ),
    stream.toolParts$.pipe(map(({ tool, status }) => `${tool} is ${status}`)),
    stream.todos$.pipe(map(todos => `${todos.filter(({ status }) => status === 'completed').length} todos done`)),
    stream.pendingQuestions$.pipe(map(questions => `${questions.length} questions wait`)),
    stream.pendingPermissions$.pipe(map(permissions => `${permissions.length} permissions wait`)),
    stream.result$.pipe(map(({ toolParts }) => `${toolParts.length} tool calls in the end`)),
  );
