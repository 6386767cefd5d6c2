import { catchError, defer, finalize, map, of, share, switchMap, tap, type Observable } from 'rxjs';
import { NotFoundError } from '../../errors.js';
import type { OpencodeEvent } from '../../wire/index.js';
import { parentIDOf, sessionIDOf } from '../../wire/index.js';

/** How many sessions are remembered; the oldest is forgotten first, and looked up again when it matters. */
const REMEMBERED = 10_000;

/** Deeper families than this are taken for a loop. */
const MAX_DEPTH = 32;

/** Looks a session's parent up on the server: its id, or `undefined` for a root. */
export type FindParent = (sessionID: string) => Observable<string | undefined>;

/** Who is whose parent, learnt from events, and from the server where no event told (`lib/wire/PROTOCOL.md`). */
export class Lineage {
  private readonly parents = new Map<string, string | undefined>();
  private readonly asked = new Map<string, Observable<string | undefined>>();

  constructor(private readonly findParent: FindParent) {}

  /** Takes note of what an event tells of a session's parent. */
  learn(event: OpencodeEvent): void {
    if (event.type === 'session.created' || event.type === 'session.updated') {
      this.remember(sessionIDOf(event), parentIDOf(event));
    } else if (event.type === 'session.deleted') {
      this.parents.delete(sessionIDOf(event) ?? '');
    }
  }

  /**
   * The session and its ancestors as far as they are known; `undefined` where the server must be asked. So it is while it
   * is being asked, whatever an event tells meanwhile: what was said first must be handed on first.
   */
  known(sessionID: string): readonly string[] | undefined {
    const family: string[] = [];
    for (
      let id: string | undefined = sessionID;
      id !== undefined && family.length < MAX_DEPTH;
      id = this.parents.get(id)
    ) {
      if (!this.parents.has(id) || this.asked.has(id)) return undefined;
      family.push(id);
    }
    return family;
  }

  /** The session and all its ancestors, asking the server for those no event told of. Emits once, then completes. */
  family(sessionID: string, depth = 0): Observable<readonly string[]> {
    return defer(() => {
      const known = this.known(sessionID);
      if (known !== undefined || depth >= MAX_DEPTH) return of(known ?? [sessionID]);
      return this.parentOf(sessionID).pipe(
        switchMap(parent => (parent === undefined ? of([]) : this.family(parent, depth + 1))),
        map(ancestors => [sessionID, ...ancestors]),
      );
    });
  }

  private parentOf(sessionID: string): Observable<string | undefined> {
    const underWay$ = this.asked.get(sessionID);
    if (underWay$ !== undefined) return underWay$;
    if (this.parents.has(sessionID)) return of(this.parents.get(sessionID));
    const asked$ = this.ask(sessionID);
    this.asked.set(sessionID, asked$);
    return asked$;
  }

  /** One request, however many want to know. */
  private ask(sessionID: string): Observable<string | undefined> {
    return this.findParent(sessionID).pipe(
      catchError((error: unknown) => {
        if (error instanceof NotFoundError) return of(undefined);
        throw error;
      }),
      tap(() => this.asked.delete(sessionID)),
      map(parent => this.remember(sessionID, parent)),
      finalize(() => this.asked.delete(sessionID)),
      share(),
    );
  }

  private remember(sessionID: string | undefined, parent: string | undefined): string | undefined {
    if (sessionID === undefined) return parent;
    this.parents.set(sessionID, parent);
    const [oldest] = this.parents.size > REMEMBERED ? this.parents.keys() : [];
    if (oldest !== undefined) this.parents.delete(oldest);
    return parent;
  }
}
