/** What the server says of a turn, saved to a file, one JSON event a line, and the reply made of the file again. */
import { readFile, writeFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import { combineLatest, concatMap, defer, delay, filter, from, ignoreElements, last, map, merge } from 'rxjs';
import { share, switchMap, takeUntil, type Observable } from 'rxjs';
import { ofType, OpencodeClient, sessionIDOf, toReply, type Reply, type ReplyStream } from 'opencode-rx';
import { readTrace } from 'opencode-rx/testing';

const path = argv[2] ?? 'turn.ndjson';
const client = new OpencodeClient(); // reads OPENCODE_BASE_URL and OPENCODE_SERVER_PASSWORD

client
  .createSession({ title: 'Recorded' })
  .pipe(
    map(session => client.stream(session.id, 'Explain traces, and make a plan.')),
    switchMap(stream => merge(saved(stream), stream)),
    last(),
    switchMap(reply => replayed().pipe(map(again => ({ reply, again })))),
  )
  .subscribe({
    next: ({ reply, again }) => {
      const isSame = isDeepStrictEqual(reply, again);
      console.log(`${reply.fullText}\n${reply.status}; the replay of ${path} is ${isSame ? 'equal' : 'different'}`);
      process.exitCode = reply.status === 'completed' && isSame ? 0 : 1;
    },
    error: (error: unknown) => {
      console.error(String(error));
      process.exitCode = 1;
    },
  });

/** Writes the events of the turn's session, until the turn has ended and they say so themselves. */
function saved({ sessionID, result$ }: ReplyStream): Observable<never> {
  const events$ = client.events$.pipe(
    filter(event => sessionIDOf(event) === sessionID),
    share(),
  );
  const saidSo$ = combineLatest([result$, events$.pipe(ofType('session.idle'))]);
  const isOver$ = merge(saidSo$, result$.pipe(delay(1_000))); // a lost connection may have swallowed it
  return events$.pipe(
    takeUntil(isOver$),
    map(event => `${JSON.stringify(event)}\n`),
    concatMap((line, index) => writeFile(path, line, { flag: index === 0 ? 'w' : 'a' })),
    ignoreElements(),
  );
}

/** The last snapshot that the file leads to: no server is asked. */
const replayed = (): Observable<Reply> =>
  defer(() => readFile(path, 'utf8')).pipe(
    switchMap(text => from(readTrace(text))),
    toReply(),
    last(),
  );
