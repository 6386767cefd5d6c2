/**
 * What waits for a human on several servers, as one list whose entries are answered where they wait; a server that is
 * down takes no other along. The arguments are the servers' addresses.
 */
import { argv, env } from 'node:process';
import { catchError, combineLatest, distinct, distinctUntilChanged, filter, last, map, merge, mergeMap } from 'rxjs';
import { of, share, startWith, switchMap, takeUntil, type Observable } from 'rxjs';
import { OpencodeClient, type Attention } from 'opencode-rx';

const addresses = argv.length > 2 ? argv.slice(2) : [env['OPENCODE_BASE_URL'] ?? 'http://localhost:4096'];
const servers = addresses.map(baseUrl => ({ name: new URL(baseUrl).host, client: new OpencodeClient({ baseUrl }) }));
type Server = (typeof servers)[number];

const waiting$ = combineLatest(servers.map(waitingOn)).pipe(map(lists => lists.flat()));
const list$ = waiting$.pipe(
  map(list => list.map(({ name, asked }) => `${asked.kind} on ${name}`).join(', ')),
  distinctUntilChanged(),
  map(words => `waiting: ${words || 'nothing'}`),
);
const answers$ = waiting$.pipe(
  mergeMap(list => list),
  distinct(({ asked }) => asked.id), // an entry comes again when its session and tool call have been read
  mergeMap(({ name, asked }) =>
    answer(asked).pipe(
      map(() => `${name}: answered`),
      catchError((error: unknown) => of(`${name}: ${String(error)}`)),
    ),
  ),
);
const outcomes$ = merge(...servers.map(outcomeOn)).pipe(share());

merge(list$, answers$, ...servers.map(troublesOf))
  .pipe(takeUntil(outcomes$.pipe(last())))
  .subscribe(line => console.log(line));

outcomes$.subscribe(({ name, outcome }) => {
  console.log(`${name}: ${outcome}`);
  if (outcome !== 'completed') process.exitCode = 1;
});

/** What waits on a server; nothing until it has answered, for the others do not wait for it. */
function waitingOn({ name, client }: Server) {
  return client.attention$.pipe(
    map(list => list.map(asked => ({ name, asked }))),
    startWith([]),
  );
}

/** Why a server is not heard: its connection tries again by itself, and what waits there is read anew. */
function troublesOf({ name, client }: Server): Observable<string> {
  const lost$ = client.connection$.pipe(map(state => ('error' in state ? state.error : undefined)));
  return merge(lost$, client.attention$.error$).pipe(
    filter(error => error !== undefined),
    map(({ message }) => `${name}: ${message}`),
    distinctUntilChanged(),
  );
}

/** How a turn ended that asked something. */
function outcomeOn({ name, client }: Server) {
  return client.createSession({ title: 'The door' }).pipe(
    switchMap(session => client.stream(session.id, 'Which colour shall the door have? Ask me.')),
    last(),
    map(({ status }) => ({ name, outcome: status })),
    catchError((error: unknown) => of({ name, outcome: String(error) })),
  );
}

/** The first option of a question; nobody is here to allow anything. */
function answer(asked: Attention): Observable<boolean> {
  if (asked.kind === 'permission') return asked.reject('Nobody is here to allow that.');
  return asked.reply(asked.questions.map(({ options = [] }) => options.slice(0, 1).map(({ label }) => label)));
}
