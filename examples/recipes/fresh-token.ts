import { map, type Observable } from 'rxjs';
import { OpencodeClient } from 'opencode-rx';

/** A client behind a gateway: the token is asked for anew before each request and each reconnect. */
export const authorized = (baseUrl: string, token$: Observable<string>): OpencodeClient =>
  new OpencodeClient({
    baseUrl,
    headers: () => token$.pipe(map(token => ({ authorization: token }))),
  });
