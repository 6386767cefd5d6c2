/** A client, a session, a prompt: the answer as it grows, and then how the turn ended. */
import { stdout } from 'node:process';
import { last, switchMap, tap } from 'rxjs';
import { OpencodeClient, type Reply } from 'opencode-rx';

const client = new OpencodeClient(); // reads OPENCODE_BASE_URL and OPENCODE_SERVER_PASSWORD

const turn = client
  .createSession({ title: 'Quick start' })
  .pipe(
    switchMap(session => client.stream(session.id, 'Explain monads in two sentences.', { abortOnUnsubscribe: true })),
    tap(showWhatIsNew()),
    last(), // the last snapshot holds what the server has stored, and the outcome
  )
  .subscribe({
    next: ({ status, cost, tokens }) => {
      console.log(`\n${status}: ${tokens.output} tokens for $${cost.toFixed(4)}`);
      process.exitCode = status === 'completed' ? 0 : 1;
    },
    error: (error: unknown) => {
      console.error(String(error)); // the server is down, the password is wrong, …
      process.exitCode = 1;
    },
  });

/** Ctrl-C: leaving the turn stops the agent as well, which would work on otherwise. */
process.on('SIGINT', () => {
  process.exitCode = 130;
  turn.unsubscribe();
});

/** Prints what a snapshot has more than the one before it. */
function showWhatIsNew(): (reply: Reply) => void {
  let shown = '';
  return ({ fullText }) => {
    stdout.write(fullText.slice(shown.length));
    shown = fullText;
  };
}
