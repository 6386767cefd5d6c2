import { switchMap } from 'rxjs';
import { OpencodeClient } from 'opencode-rx';

const client = new OpencodeClient({ baseUrl: 'http://localhost:4096' });

client
  .createSession({ title: 'My session' })
  .pipe(switchMap(session => client.stream(session.id, 'Explain monads in two sentences.')))
  .subscribe({
    next: reply => render(reply.fullText), // an immutable snapshot after every visible change
    complete: () => console.log('done'),
    error: (error: unknown) => console.error(String(error)), // the server is down, the session is gone, …
  });

function render(text: string): void {
  console.log(text);
}
