import { record } from '../support/recording.js';
import { json } from '../support/scripted-fetch.js';
import { answer, SESSION, userMessage } from '../support/scripted-server.js';
import { useScriptedServer } from '../support/scripted-stage.js';
import { pass } from '../support/virtual-time.js';
import { membersOf } from '../support/watched-session.js';

const stage = useScriptedServer();

describe('a view whose connection is lost for good', () => {
  it('waits, tries no more, and lives on when somebody comes', async () => {
    stage.server.override = () => new Response(null, { status: 401 });
    const view = stage.client.session(SESSION);
    const members = membersOf(view).map(member => record(member));
    await pass(10);
    const calls = stage.server.calls.length;
    await pass(60_000);
    expect(stage.server.calls).toHaveLength(calls);
    expect(members.map(({ ending }) => ending)).toStrictEqual(members.map(() => undefined));
    stage.server.override = ({ url }) => (/diff|children/.test(url.pathname) ? json([]) : undefined);
    const late = record(view.info$);
    await pass(10);
    expect(members.map(({ values }) => values.length)).toEqual(members.map(() => 1));
    expect(stage.server.listeners).toBe(1);
    for (const member of [...members, late]) member.unsubscribe();
  });
});

describe('the record of a session', () => {
  it('is read again when messages were removed, for that takes their cost away and nobody says so', async () => {
    stage.server.messages = [userMessage('a'), answer('a', 'Hello')];
    const info = record(stage.client.session(SESSION).info$);
    await pass(10);
    stage.server.sessions = { [SESSION]: Object.assign({ id: SESSION }, { cost: 1 }) };
    for (const messageID of ['a', 'a_answer']) {
      stage.server.say({ type: 'message.removed', properties: { sessionID: SESSION, messageID } });
    }
    await pass(1_000);
    expect(info.last).toEqual({ id: SESSION, cost: 1 });
    expect(stage.server.callsOf(`GET /session/${SESSION}`)).toHaveLength(2);
    info.unsubscribe();
  });
});

describe('what a deleted session had asked', () => {
  const orphan = { id: 'que_1', sessionID: 'ses_gone', questions: [] };
  const other = { id: 'per_1', sessionID: SESSION, permission: 'bash', patterns: [] };

  beforeEach(() => {
    stage.server.questions = [orphan];
    stage.server.permissions = [other];
    stage.server.statuses = { ses_gone: { type: 'busy' }, [SESSION]: { type: 'busy' } };
  });

  it('waits for nobody, though the server lists it and the session as busy', async () => {
    const attention = record(stage.client.attention$);
    await pass(10);
    expect(attention.values.map(waiting => waiting.map(({ id }) => id))).toEqual([['per_1'], ['per_1']]);
    attention.unsubscribe();
  });

  it('is shown where the server does not say that it is gone', async () => {
    stage.server.override = ({ url }) =>
      url.pathname.includes('ses_gone') ? new Response(null, { status: 500 }) : undefined;
    const attention = record(stage.client.attention$);
    await pass(10);
    expect(attention.last.map(({ id }) => id).toSorted()).toEqual(['per_1', 'que_1']);
    attention.unsubscribe();
  });
});
