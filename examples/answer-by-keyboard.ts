/** Questions answered through another Observable: here the keyboard's lines, but a chat will do as well. */
import { stdin } from 'node:process';
import { createInterface } from 'node:readline';
import { concatMap, defer, EMPTY, finalize, from, last, map, mergeMap, of, switchMap, toArray } from 'rxjs';
import type { Observable } from 'rxjs';
import { OpencodeClient, type QuestionAnswer, type QuestionInfo, type QuestionRequest } from 'opencode-rx';

const client = new OpencodeClient(); // reads OPENCODE_BASE_URL and OPENCODE_SERVER_PASSWORD
const keyboard = createInterface({ input: stdin });
const lines = keyboard[Symbol.asyncIterator]();

/** The next line that somebody types; none after Ctrl-D. */
const line$: Observable<string> = defer(() => lines.next()).pipe(
  mergeMap(line => (line.done === true ? EMPTY : of(line.value))),
);

client
  .createSession({ title: 'Questions' })
  .pipe(
    switchMap(session => client.stream(session.id, 'Ask me what to write, then write it.', { onQuestion })),
    last(),
    finalize(() => keyboard.close()),
  )
  .subscribe({
    next: ({ status, toolParts, fullText }) => {
      if (!toolParts.some(({ tool }) => tool === 'question')) console.log('The agent asked nothing.');
      console.log(`${fullText}\n${status}`);
      process.exitCode = status === 'completed' ? 0 : 1;
    },
    error: (error: unknown) => {
      console.error(String(error));
      process.exitCode = 1;
    },
  });

/** An answer for each question of the request, one after the other; all are dismissed when nobody types. */
function onQuestion({ questions }: QuestionRequest): Observable<QuestionAnswer> {
  return from(questions).pipe(
    concatMap(answer),
    toArray(),
    switchMap(answers => (answers.length === questions.length ? of(answers) : dismissed())),
  );
}

/** `null` rejects, which ends the turn. */
function dismissed(): Observable<null> {
  return defer(() => {
    console.log('Dismissed: nobody answers.');
    return of(null);
  });
}

/** The label whose number was typed, else the words that were. */
function answer({ question, options = [] }: QuestionInfo): Observable<readonly string[]> {
  return defer(() => {
    console.log([question, ...options.map(({ label }, index) => `  ${index + 1}. ${label}`)].join('\n'));
    return line$.pipe(map(line => [options[Number(line) - 1]?.label ?? line]));
  });
}
