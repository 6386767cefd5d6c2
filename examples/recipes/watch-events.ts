import { map, type Observable } from 'rxjs';
import { observeReply, ofType, type OpencodeClient, type Reply } from 'opencode-rx';

/** Every session of the directory, whoever runs it, and how many of its todos are done. */
export const progress = (client: OpencodeClient): Observable<string> =>
  client.events$.pipe(
    ofType('todo.updated'),
    map(({ properties: { sessionID, todos } }) => {
      const done = todos.filter(({ status }) => status === 'completed').length;
      return `${sessionID}: ${done} of ${todos.length}`;
    }),
  );

/** A session's next turn, whoever prompts it, told to an observer as it happens. */
export const narrated = (client: OpencodeClient, sessionID: string, tell: (line: string) => void): Observable<Reply> =>
  client.streamEvents(sessionID).pipe(
    observeReply({
      toolProgressed: ({ part }) => tell(`${part.tool} ${part.status}`),
      partFinalized: ({ part }) => tell(`${part.type} done`),
      stepFinished: ({ cost }) => tell(`$${cost}`),
    }),
  );
