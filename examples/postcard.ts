import { switchMap } from 'rxjs';
import { OpencodeClient } from 'opencode-rx';

const client = new OpencodeClient({ baseUrl: 'http://localhost:4096' });

client
  .createSession({ title: 'My session' })
  .pipe(switchMap(session => client.stream(session.id, 'Explain monads in two sentences.')))
  .subscribe({
    next: reply => console.log(reply.status, reply.fullText), // an immutable snapshot after every visible change
    complete: () => console.log('done'),
    error: error => console.error(String(error)), // the server is down, the session is gone, …
  });
