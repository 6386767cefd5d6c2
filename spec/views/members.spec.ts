import { BehaviorSubject, NEVER, type Observable } from 'rxjs';
import { OpencodeError } from '../../lib/errors.js';
import type { SessionView } from '../../lib/index.js';
import { SessionView as View, type SessionViewContext } from '../../lib/live/session/session-view.js';
import { Keyed } from '../../lib/live/standing/keyed.js';
import { Troubles } from '../../lib/live/standing/troubles.js';
import { record } from '../support/recording.js';
import { json } from '../support/scripted-fetch.js';
import { answer, SESSION, userMessage } from '../support/scripted-server.js';
import { useScriptedServer } from '../support/scripted-stage.js';
import { pass } from '../support/virtual-time.js';
import { membersOf } from '../support/watched-session.js';

const stage = useScriptedServer();

const deleted = { type: 'session.deleted', properties: { sessionID: SESSION, info: { id: SESSION } } };
const child = { id: 'ses_2', parentID: SESSION };

/** What the store has beside its messages is new in each answer, and says the same. */
beforeEach(() => {
  stage.server.messages = [userMessage('a'), answer('a', 'Hello')];
  stage.server.statuses = { [SESSION]: { type: 'busy' } };
  stage.server.todos = [{ content: 'x', status: 'in-progress' }];
  stage.server.permissions = [{ id: 'per_1', sessionID: SESSION, permission: 'bash' }];
  stage.server.override = ({ url }) => {
    if (url.pathname.endsWith('/diff')) return json([{ file: 'a' }]);
    return url.pathname.endsWith('/children') ? json([child]) : undefined;
  };
});

const NAMES: readonly (keyof SessionView)[] = [
  ...(['info$', 'status$', 'messages$', 'hasEarlier$', 'todos$', 'diff$', 'children$'] as const),
  ...(['pendingQuestions$', 'pendingPermissions$'] as const),
];

describe('each member of a view', () => {
  it('says what the server has, and nothing more when it is read again and is the same', async () => {
    const members = membersOf(stage.client.session(SESSION)).map(member => record(member));
    await pass(10);
    const shown = members.map(({ values }) => values);
    const expected = [
      ...[{ id: SESSION }, { type: 'busy' }, stage.server.messages, false],
      ...[[{ content: 'x', status: 'in_progress' }], [{ file: 'a' }], [child], [], stage.server.permissions],
    ];
    expect(shown).toEqual(expected.map(value => [value]));
    stage.server.cut();
    await pass(1_000);
    expect(shown).toEqual(expected.map(value => [value]));
    for (const member of members) member.unsubscribe();
  });

  it.each(NAMES)('%s completes when the session is deleted, watched alone', async name => {
    const member = record(stage.client.session(SESSION)[name] as Observable<unknown>);
    await pass(10);
    expect(member.ending).toBeUndefined();
    stage.server.say(deleted);
    await pass(10);
    expect(member.ending).toEqual({ kind: 'completed' });
  });

  it('completes at once for whoever comes while the others learn of the end', async () => {
    const view = stage.client.session(SESSION);
    let late: { ending: unknown } | undefined;
    view.info$.subscribe({ complete: () => (late = record(view.todos$)) });
    const messages = record(view.messages$);
    await pass(10);
    stage.server.say(deleted);
    await pass(10);
    expect([late?.ending, messages.ending]).toEqual([{ kind: 'completed' }, { kind: 'completed' }]);
    expect(stage.server.callsOf('/todo')).toHaveLength(0);
  });

  it('is of a session that is called as what every object has', async () => {
    const status = record(stage.client.session('constructor').status$);
    await pass(10);
    expect(status.values).toEqual([{ type: 'idle' }]);
    status.unsubscribe();
  });
});

describe('the error of a view', () => {
  it('is told once where its own and that of what waits are the same', () => {
    const troubles = new Troubles();
    const [error, waitingError$] = [
      new OpencodeError('both'),
      new BehaviorSubject<OpencodeError | undefined>(undefined),
    ];
    const context: unknown = { cores: new Keyed(() => ({ troubles })), waiting$: NEVER, waitingError$ };
    const seen = record(View.of(SESSION, context as SessionViewContext).error$);
    troubles.report('status', error);
    waitingError$.next(error);
    troubles.report('status', undefined);
    waitingError$.next(undefined);
    expect(seen.values).toStrictEqual([undefined, error, undefined]);
    seen.unsubscribe();
  });
});
