import type { Observable } from 'rxjs';
import type { AttentionPermission, AttentionQuestion } from '../../lib/index.js';
import { notFound } from '../../lib/testing/http/answers.js';
import type { MessageWithParts, ToolPart } from '../../lib/wire/index.js';
import { record } from '../support/recording.js';
import { json } from '../support/scripted-fetch.js';
import { answer, SESSION } from '../support/scripted-server.js';
import { useScriptedServer } from '../support/scripted-stage.js';
import { pass } from '../support/virtual-time.js';

const stage = useScriptedServer();

const MESSAGE = 'msg_a';

const call = (callID: string, messageID = MESSAGE, title = callID): ToolPart => ({
  ...{ id: `${messageID}_${callID}`, messageID, sessionID: SESSION, type: 'tool', tool: 'bash', callID },
  state: { status: 'running', input: {}, title },
});

const message: MessageWithParts = { ...answer('x', '', { id: MESSAGE }), parts: [call('call_0'), call('call_1')] };
const asked = { id: 'per_1', sessionID: SESSION, permission: 'bash', tool: { messageID: MESSAGE, callID: 'call_1' } };
const question = { id: 'que_1', sessionID: SESSION, questions: [] };

beforeEach(() => {
  stage.server.messages = [message];
  stage.server.statuses = { [SESSION]: { type: 'busy' } };
  stage.server.permissions = [asked];
});

const says = (part: ToolPart) =>
  stage.server.say({ type: 'message.part.updated', properties: { sessionID: SESSION, part } });
const messagesRead = () => stage.server.callsOf(`/message/${MESSAGE}`).length;

describe('the tool call that waits for a human', () => {
  it('is the one that asks, of that message, as it is read and as it goes on', async () => {
    const attention = record(stage.client.attention$);
    await pass(10);
    expect(attention.last[0]?.toolPart).toEqual(call('call_1'));
    says(call('call_1', 'msg_b', 'of another message'));
    says(call('call_0', MESSAGE, 'another call'));
    says(call('call_1', MESSAGE, 'further'));
    await pass(10);
    const titles = attention.values
      .map(([first]) => first?.toolPart?.state)
      .map(state => state && 'title' in state && state.title);
    expect([...new Set(titles)]).toStrictEqual([undefined, 'call_1', 'further']);
    attention.unsubscribe();
  });

  it('is not told of again when it says the same', async () => {
    const attention = record(stage.client.attention$);
    await pass(10);
    const { length } = attention.values;
    says(call('call_1'));
    stage.server.say({ type: 'session.updated', properties: { sessionID: SESSION, info: { id: SESSION } } });
    await pass(10);
    expect(attention.values).toHaveLength(length);
    attention.unsubscribe();
  });

  it('is read once for all who watch, and they see the same', async () => {
    const first = record(stage.client.attention$);
    await pass(10);
    const second = record(stage.client.attention$);
    expect(second.atOnce).toEqual([first.last]);
    expect(second.last).toBe(first.last);
    await pass(10);
    expect(messagesRead()).toBe(1);
    first.unsubscribe();
    second.unsubscribe();
  });

  it.each([
    ['that is gone with its session', () => notFound('Session', SESSION)],
    ['that is not there', () => notFound('Message', MESSAGE)],
    ['that cannot be read', () => json({}, { status: 400 })],
  ])('%s is left out', async (_what, refusal) => {
    stage.server.override = ({ url }) => (url.pathname.endsWith(MESSAGE) ? refusal() : undefined);
    const attention = record(stage.client.attention$);
    await pass(10);
    expect(attention.last).toMatchObject([{ id: 'per_1', session: { id: SESSION }, toolPart: undefined }]);
    expect(attention.ending).toBeUndefined();
    attention.unsubscribe();
  });
});

describe('what waits for a human', () => {
  it('shows without a session where it names none', async () => {
    stage.server.questions = [{ id: 'que_1', questions: [] }];
    stage.server.permissions = [];
    const attention = record(stage.client.attention$);
    await pass(10);
    expect(attention.last).toMatchObject([{ id: 'que_1', session: undefined, toolPart: undefined }]);
    attention.unsubscribe();
  });

  it('is in the order it was asked, however it was listed', async () => {
    const [first, second] = ['per_000000001000', 'que_000000002000'];
    stage.server.permissions = [{ ...asked, id: first }];
    stage.server.questions = [{ ...question, id: second }];
    const attention = record(stage.client.attention$);
    await pass(10);
    expect(attention.last.map(({ id }) => id)).toEqual([first, second]);
    attention.unsubscribe();
  });

  it('is looked for once, and once again after the rest of a session that had asked', async () => {
    const attention = record(stage.client.attention$);
    const rests = { type: 'session.idle', properties: { sessionID: SESSION } };
    const works = { type: 'session.status', properties: { sessionID: SESSION, status: { type: 'busy' } } };
    await pass(1_000);
    const looks = () => stage.server.callsOf('GET /permission').length;
    expect(looks()).toBe(1);
    stage.server.say(rests, works);
    await pass(1_000);
    expect([looks(), attention.last.length]).toEqual([2, 1]);
    stage.server.say({ type: 'question.asked', properties: question });
    stage.server.say({ type: 'question.replied', properties: { sessionID: SESSION, requestID: 'que_1' } });
    await pass(1_000);
    expect(looks()).toBe(2);
    attention.unsubscribe();
  });

  it('has the family of its session looked up once for all who watch', async () => {
    stage.server.override = ({ url }) => (url.pathname.endsWith('ses_2') ? json({}, { status: 400 }) : undefined);
    stage.server.permissions = [{ ...asked, sessionID: 'ses_2' }];
    stage.server.statuses = { ses_2: { type: 'busy' } };
    const { pendingPermissions$, pendingQuestions$ } = stage.client.session('ses_2');
    const first = record(pendingPermissions$);
    await pass(10);
    expect(first.last).toHaveLength(1);
    const looks = stage.server.callsOf('GET /session/ses_2').length;
    const later = [record(pendingPermissions$), record(pendingQuestions$)];
    await pass(10);
    expect(stage.server.callsOf('GET /session/ses_2')).toHaveLength(looks);
    for (const recording of [first, ...later]) recording.unsubscribe();
  });
});

/** What is sent, and where to. */
type Sending = (permission: AttentionPermission, question: AttentionQuestion) => Observable<boolean>;

const PERMISSION = 'permission/per_1/reply';

const SENT: readonly (readonly [string, Sending, string, unknown])[] = [
  ['a permission granted', one => one.reply('always'), PERMISSION, { reply: 'always' }],
  ['a permission refused', one => one.reject(), PERMISSION, { reply: 'reject' }],
  ['one refused with words', one => one.reject('No.'), PERMISSION, { reply: 'reject', message: 'No.' }],
  [
    'one decided with words',
    one => one.reply('once', { message: 'Go.' }),
    PERMISSION,
    { reply: 'once', message: 'Go.' },
  ],
  ['a question answered', (_, other) => other.reply([['A']]), 'question/que_1/reply', { answers: [['A']] }],
  ['a question dismissed', (_, other) => other.reject(), 'question/que_1/reject', undefined],
];

describe('an answer to what waits', () => {
  it.each(SENT)('is sent: %s', async (_what, send, endpoint, body) => {
    stage.server.questions = [question];
    const attention = record(stage.client.attention$);
    await pass(10);
    const find = (kind: string) => attention.last.find(each => each.kind === kind);
    send(find('permission') as AttentionPermission, find('question') as AttentionQuestion).subscribe();
    await pass(10);
    expect(stage.server.callsOf(`POST /${endpoint}`).map(({ body: sent }) => sent)).toStrictEqual([body]);
    attention.unsubscribe();
  });

  it('goes to the directory of the session, also where that is not known yet', async () => {
    let isHeld = true;
    stage.server.sessions = { [SESSION]: Object.assign({ id: SESSION }, { directory: '/elsewhere' }) };
    stage.server.override = ({ url }) =>
      isHeld && url.pathname === `/session/${SESSION}` ? new Response(null, { status: 500 }) : undefined;
    const attention = record(stage.client.attention$);
    await pass(10);
    isHeld = false;
    const [first] = attention.last;
    expect(first).toMatchObject({ session: undefined });
    if (first?.kind === 'permission') first.reply('once').subscribe();
    await pass(10);
    const [sent] = stage.server.callsOf('POST /permission/per_1/reply');
    expect(sent?.url.searchParams.get('directory')).toBe('/elsewhere');
    attention.unsubscribe();
  });
});
