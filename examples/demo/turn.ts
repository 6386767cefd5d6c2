import { stdout } from 'node:process';
import {
  combineLatest,
  filter,
  fromEvent,
  ignoreElements,
  interval,
  map,
  merge,
  mergeMap,
  startWith,
  switchMap,
  take,
  takeUntil,
  tap,
  type Observable,
} from 'rxjs';
import { paced, type OpencodeClient, type Reply, type ReplyStream } from 'opencode-rx';
import { answerPrompts } from './answer.js';
import { narrate } from './narrate.js';
import type { DemoOptions } from './options.js';
import { isBrokenPipe } from './pipe.js';
import { Screen } from './screen.js';
import { view } from './view.js';

const SPIN_MS = 80;

/** Runs the prompt in a new session, showing it as it goes; emits the reply when the turn has ended. */
export function runTurn(client: OpencodeClient, options: DemoOptions): Observable<Reply> {
  return client.createSession().pipe(
    map(session => client.stream(session.id, options.prompt)),
    switchMap(stream => {
      const screen = stdout.isTTY ? new Screen(stdout) : undefined;
      const asked = options.yes ? undefined : screen;
      const aside$ = merge(answerPrompts(client, stream, asked), interrupts(stream));
      return merge(show(client, stream, options, screen), aside$.pipe(takeUntil(stream.result$)));
    }),
  );
}

function show(client: OpencodeClient, stream: ReplyStream, { events }: DemoOptions, screen?: Screen) {
  const lines$ = events ? rawEvents(client, stream) : narration(stream);
  if (screen && !events) return drawn(stream, screen);
  const printed$ = lines$.pipe(
    tap(line => stdout.write(`${line}\n`)),
    ignoreElements(),
  );
  return merge(stream, printed$);
}

/** The snapshots, drawn at most once a frame, with spinners that turn while nothing else happens. */
function drawn(stream: ReplyStream, screen: Screen): Observable<Reply> {
  const tick$ = interval(SPIN_MS).pipe(
    map(tick => tick + 1),
    startWith(0),
    takeUntil(stream.result$),
  );
  return combineLatest([stream.pipe(paced()), tick$]).pipe(
    tap(([reply, tick]) => screen.draw(view(reply, screen.width, tick))),
    map(([reply]) => reply),
  );
}

/** What happened, line by line, where lines cannot be rewritten. */
const narration = (stream: ReplyStream): Observable<string> => stream.transitions$.pipe(mergeMap(narrate));

/** Everything the server says while the turn runs. */
const rawEvents = (client: OpencodeClient, stream: ReplyStream): Observable<string> =>
  client.events$.pipe(
    map(event => JSON.stringify(event)),
    takeUntil(stream.result$),
  );

/** Ctrl-C, or a reader that left, aborts the turn, which then ends as every turn does; a second one does not wait. */
function interrupts(stream: ReplyStream): Observable<never> {
  const begun$ = stream.pipe(filter(({ status }) => status !== 'waiting'));
  const left$ = fromEvent(stdout, 'error').pipe(
    filter(isBrokenPipe),
    switchMap(() => begun$), // before that, there is nothing on the server to abort
    take(1),
  );
  return merge(fromEvent(process, 'SIGINT'), left$).pipe(
    mergeMap((_, count) => (count === 0 ? stream.abort() : process.exit(130))),
    ignoreElements(),
  );
}
