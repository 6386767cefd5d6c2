import { concatMap, last, type Observable, type ObservableInput } from 'rxjs';
import { distill, type ReplyJSON, type ReplyResult, type ReplyStream } from 'opencode-rx';

/** Stores how a turn ended, as plain data, once it has. */
export const saveReply = <T>(stream: ReplyStream, save: (reply: ReplyJSON) => ObservableInput<T>): Observable<T> =>
  stream.pipe(
    last(),
    concatMap(reply => save(reply.toJSON())),
  );

/** What was stored, with its texts and tool calls. */
export const loadReply = (json: string): ReplyResult => distill((JSON.parse(json) as ReplyJSON).parts);
