/**
 * What waits for a human on several servers, as one list whose entries are answered where they wait. A server that is
 * down takes no other along. The arguments are the servers' addresses.
 */
import { argv, env } from 'node:process';
import { catchError, combineLatest, distinct, distinctUntilChanged, filter, last, map, merge, mergeMap } from 'rxjs';
import { of, share, startWith, switchMap, takeUntil, type Observable } from 'rxjs';
import { OpencodeClient, type Attention } from 'opencode-rx';

const addresses = argv.length > 2 ? argv.slice(2) : [env['OPENCODE_BASE_URL'] ?? 'http://localhost:4096'];
const servers = addresses.map(baseUrl => ({ name: new URL(baseUrl).host, client: new OpencodeClient({ baseUrl }) }));
type Server = (typeof servers)[number];

/** What waits on a server of that name. */
interface Waiting {
  readonly name: string;
  readonly list: readonly Attention[];
}

const waiting$ = combineLatest(servers.map(waitingOn)).pipe(map(known => known.flat()));
const list$ = waiting$.pipe(
  filter(lists => lists.length > 0),
  map(lists => `waiting: ${lists.map(wordsFor).join(', ')}`),
  distinctUntilChanged(),
);
const answers$ = waiting$.pipe(
  mergeMap(lists => lists.flatMap(({ name, list }) => list.map(asked => ({ name, asked })))),
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
  if (!outcome.startsWith('completed')) process.exitCode = 1;
});

/** What waits on a server; no list of it until it has answered, for the others do not wait for it. */
function waitingOn({ name, client }: Server): Observable<readonly Waiting[]> {
  return client.attention$.pipe(
    map(list => [{ name, list }]),
    startWith([]),
  );
}

function wordsFor({ name, list }: Waiting): string {
  return `${list.map(({ kind }) => kind).join(' and ') || 'nothing'} on ${name}`;
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
    map(({ status, toolParts }) => ({ name, outcome: toolParts.length > 0 ? status : `${status}, nothing was asked` })),
    catchError((error: unknown) => of({ name, outcome: String(error) })),
  );
}

/** The first option of a question; nobody is here to allow anything. */
function answer(asked: Attention): Observable<boolean> {
  if (asked.kind === 'permission') return asked.reject('Nobody is here to allow that.');
  return asked.reply(asked.questions.map(({ options = [] }) => options.slice(0, 1).map(({ label }) => label)));
}
