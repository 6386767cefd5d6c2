import { createInterface } from 'node:readline';
import { stdin, stdout } from 'node:process';
import { concatMap, defaultIfEmpty, filter, from, map, Observable, repeat, take, toArray } from 'rxjs';
import type { PermissionReply, PermissionRequest, QuestionInfo, QuestionRequest } from 'opencode-rx';
import { harmless, paint } from './paint.js';
import type { Screen } from './screen.js';
import { askedFor } from './view.js';

const DECISIONS: ReadonlyMap<string, PermissionReply> = new Map([
  ['y', 'once'],
  ['yes', 'once'],
  ['a', 'always'],
  ['always', 'always'],
  ['n', 'reject'],
  ['no', 'reject'],
]);

/** Asks whether a tool may do what it wants to, until the answer is one of those offered; Ctrl-D refuses. */
export function askPermission(request: PermissionRequest, screen: Screen): Observable<PermissionReply> {
  const words = `The agent wants to use ${paint('bold', request.permission)}: ${askedFor(request)}`;
  return askLine(screen, ['', words], 'Allow? [y]es, [a]lways, [n]o: ').pipe(
    defaultIfEmpty('no'),
    map(answer => DECISIONS.get(answer.trim().toLowerCase())),
    repeat(),
    filter(decision => decision !== undefined),
    take(1),
  );
}

/** Asks one question after the other: for each the labels chosen, or words of one's own; fewer where Ctrl-D was hit. */
export function askQuestions({ questions }: QuestionRequest, screen: Screen): Observable<string[][]> {
  return from(questions).pipe(
    concatMap(question => askQuestion(question, screen)),
    toArray(),
  );
}

/** What `--yes` answers: the first option of each question. */
export function firstOptions({ questions }: QuestionRequest): string[][] {
  return questions.map(({ options = [] }) => options.slice(0, 1).map(({ label }) => label));
}

function askQuestion({ question, options = [], multiple = false }: QuestionInfo, screen: Screen): Observable<string[]> {
  const labels = options.map(({ label }) => label);
  const choices = labels.map((label, index) => `  ${String(index + 1)}. ${harmless(label)}`);
  const hint = multiple ? 'Numbers with commas, or your words: ' : 'A number, or your words: ';
  return askLine(screen, ['', paint('bold', harmless(question)), ...choices], hint).pipe(
    map(answer => chosen(answer || '1', labels, multiple)),
  );
}

function chosen(answer: string, labels: readonly string[], multiple: boolean): string[] {
  const said = multiple ? answer.split(',') : [answer];
  return said.map(word => labels[Number(word.trim()) - 1] ?? word.trim());
}

/** One line from the keyboard, or none on Ctrl-D. Unsubscribing takes the question off the screen. */
function askLine(screen: Screen, lines: readonly string[], hint: string): Observable<string> {
  return new Observable(subscriber => {
    screen.hold(lines);
    const keyboard = createInterface({ input: stdin, output: stdout });
    let rows = lines.length;
    keyboard.on('SIGINT', () => process.emit('SIGINT'));
    keyboard.on('close', () => subscriber.complete());
    keyboard.question(hint, answer => {
      rows += Math.floor((hint.length + answer.length) / screen.width) + 1;
      subscriber.next(answer);
      subscriber.complete();
    });
    return () => {
      keyboard.close();
      screen.release(rows);
    };
  });
}
