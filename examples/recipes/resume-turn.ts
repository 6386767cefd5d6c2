import { EMPTY, type Observable } from 'rxjs';
import { createMessageID, type OpencodeClient, type Reply } from 'opencode-rx';

interface SavedTurn {
  readonly sessionID: string;
  readonly messageID: string;
}

/** In a page: `sessionStorage`. */
interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** Sends a prompt whose id is stored before anything is sent. */
export function ask(client: OpencodeClient, sessionID: string, text: string, store: Store): Observable<Reply> {
  const turn: SavedTurn = { sessionID, messageID: createMessageID() };
  store.setItem('turn', JSON.stringify(turn));
  return client.stream(sessionID, text, { messageID: turn.messageID });
}

/** After a reload: the turn as far as it has come, and on to its end. Posts nothing. */
export function resume(client: OpencodeClient, store: Store): Observable<Reply> {
  const saved = store.getItem('turn');
  if (saved === null) return EMPTY;
  const { sessionID, messageID } = JSON.parse(saved) as SavedTurn;
  return client.attach(sessionID, { messageID });
}
