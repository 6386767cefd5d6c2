import type { Observable } from 'rxjs';
import * as rest from '../../lib/rest/index.js';
import type { HttpContext } from '../../lib/transport/http.js';

export const session = { id: 'ses_1' };
export const message = { info: { id: 'msg_1', role: 'user' }, parts: [] };
export const model = 'scripted/big/one';
const big = '"model":{"providerID":"scripted","modelID":"big/one"}';

/** A request, an answer to it, and how it is sent. */
export type Row = readonly [request: string, answer: unknown, run: (http: HttpContext) => Observable<unknown>];

/** Every endpoint with everything it can say. */
export const rows: readonly Row[] = [
  ['GET /global/health', { healthy: true, version: '1' }, http => rest.health(http)],
  ['POST /session {}', session, http => rest.createSession(http)],
  [
    'POST /session {"title":"t","parentID":"ses_0","agent":"plan","model":{"providerID":"scripted","id":"big/one"},"metadata":{"a":1},"workspaceID":"wrk_1","permission":[{"permission":"bash","pattern":"*","action":"ask"}]}',
    session,
    http =>
      rest.createSession(http, {
        title: 't',
        parentID: 'ses_0',
        agent: 'plan',
        model,
        metadata: { a: 1 },
        workspaceID: 'wrk_1',
        permission: [{ permission: 'bash', pattern: '*', action: 'ask' }],
      }),
  ],
  ['GET /session/ses_1', session, http => rest.getSession(http, 'ses_1')],
  ['GET /session', [session], http => rest.listSessions(http)],
  [
    'GET /session?scope=project&path=a/b&roots=true&start=5&search=x&limit=2',
    [session],
    http => rest.listSessions(http, { scope: 'project', path: 'a/b', roots: true, start: 5, search: 'x', limit: 2 }),
  ],
  [
    'PATCH /session/ses_1 {"title":"t","metadata":{},"permission":[],"time":{"archived":5}}',
    session,
    http => rest.updateSession(http, 'ses_1', { title: 't', metadata: {}, permission: [], time: { archived: 5 } }),
  ],
  ['DELETE /session/ses_1', true, http => rest.deleteSession(http, 'ses_1')],
  ['GET /session/ses_1/children', [session], http => rest.children(http, 'ses_1')],
  ['GET /session/status', { ses_1: { type: 'busy' } }, http => rest.sessionStatus(http)],
  ['GET /session/ses_1/todo', [{ content: 'a' }], http => rest.todos(http, 'ses_1')],
  ['GET /session/ses_1/diff?messageID=msg_1', [], http => rest.diff(http, 'ses_1', { messageID: 'msg_1' })],
  ['POST /session/ses_1/abort', true, http => rest.abortSession(http, 'ses_1')],
  ['POST /session/ses_1/fork {}', session, http => rest.forkSession(http, 'ses_1')],
  [
    'POST /session/ses_1/fork {"messageID":"msg_1"}',
    session,
    http => rest.forkSession(http, 'ses_1', { messageID: 'msg_1' }),
  ],
  [
    'POST /session/ses_1/revert {"messageID":"msg_1","partID":"prt_1"}',
    session,
    http => rest.revert(http, 'ses_1', { messageID: 'msg_1', partID: 'prt_1' }),
  ],
  ['POST /session/ses_1/unrevert', session, http => rest.unrevert(http, 'ses_1')],
  [
    'POST /session/ses_1/summarize {"providerID":"scripted","modelID":"big/one","auto":true}',
    true,
    http => rest.summarize(http, 'ses_1', { model, auto: true }),
  ],
  [
    'POST /session/ses_1/init {"providerID":"scripted","modelID":"big/one","messageID":"msg_1"}',
    true,
    http => rest.init(http, 'ses_1', { model, messageID: 'msg_1' }),
  ],
  ['POST /session/ses_1/share', session, http => rest.share(http, 'ses_1')],
  ['DELETE /session/ses_1/share', session, http => rest.unshare(http, 'ses_1')],
  [
    'GET /session/ses_1/message?limit=2&before=c',
    [message],
    http => rest.getMessages(http, 'ses_1', { limit: 2, before: 'c' }),
  ],
  ['GET /session/ses_1/message/msg_1', message, http => rest.getMessage(http, 'ses_1', 'msg_1')],
  ['DELETE /session/ses_1/message/msg_1', true, http => rest.deleteMessage(http, 'ses_1', 'msg_1')],
  [
    'POST /session/ses_1/message {"parts":[{"type":"text","text":"hi"}]}',
    message,
    http => rest.sendMessage(http, 'ses_1', 'hi'),
  ],
  [
    `POST /session/ses_1/message {"parts":[{"type":"text","text":"hi"},{"type":"agent","name":"a"}],${big},"agent":"plan","system":"s","messageID":"msg_1","noReply":true,"tools":{"bash":false},"format":{"type":"json_schema","schema":{}},"variant":"v"}`,
    message,
    http =>
      rest.sendMessage(http, 'ses_1', 'hi', {
        parts: [{ type: 'agent', name: 'a' }],
        model,
        agent: 'plan',
        system: 's',
        messageID: 'msg_1',
        noReply: true,
        tools: { bash: false },
        format: { type: 'json_schema', schema: {} },
        variant: 'v',
      }),
  ],
  [
    'POST /session/ses_1/message {"parts":[{"type":"text","text":"hi","id":"prt_1"}],"messageID":"msg_1"}',
    message,
    http => rest.sendMessage(http, 'ses_1', 'hi', { messageID: 'msg_1' }),
  ],
  [
    'POST /session/ses_1/prompt_async {"parts":[{"type":"file","mime":"text/plain","url":"data:,x"}]}',
    undefined,
    http => rest.sendMessageAsync(http, 'ses_1', [{ type: 'file', mime: 'text/plain', url: 'data:,x' }]),
  ],
  [
    'POST /session/ses_1/command {"command":"review","arguments":""}',
    message,
    http => rest.command(http, 'ses_1', 'review'),
  ],
  [
    'POST /session/ses_1/command {"arguments":"x y","agent":"plan","variant":"v","messageID":"msg_1","parts":[],"model":"scripted/big/one","command":"review"}',
    message,
    http =>
      rest.command(http, 'ses_1', 'review', {
        arguments: 'x y',
        agent: 'plan',
        variant: 'v',
        messageID: 'msg_1',
        parts: [],
        model: { providerID: 'scripted', modelID: 'big/one' },
      }),
  ],
  [
    `POST /session/ses_1/shell {"messageID":"msg_1",${big},"command":"ls","agent":"build"}`,
    message,
    http => rest.shell(http, 'ses_1', 'ls', { messageID: 'msg_1', model: { providerID: 'scripted', id: 'big/one' } }),
  ],
  ['GET /question?directory=/a', [], http => rest.listQuestions(http, { directory: '/a' })],
  [
    'POST /question/que_1/reply?directory=/a {"answers":[["Red"],[]]}',
    true,
    http => rest.replyQuestion(http, 'que_1', [['Red'], []], { directory: '/a' }),
  ],
  ['POST /question/que_1/reject', true, http => rest.rejectQuestion(http, 'que_1')],
  ['GET /permission?workspace=wrk_1', [], http => rest.listPermissions(http, { workspace: 'wrk_1' })],
  [
    'POST /permission/per_1/reply?directory=/a {"reply":"reject","message":"no"}',
    true,
    http => rest.replyPermission(http, 'per_1', 'reject', { message: 'no', directory: '/a' }),
  ],
  ['GET /agent', [{ name: 'build' }], http => rest.agents(http)],
  ['GET /command', [{ name: 'init' }], http => rest.commands(http)],
  ['GET /provider', { all: [], default: {}, connected: [] }, http => rest.providers(http)],
  ['GET /config', { model: 'a/b' }, http => rest.config(http)],
  ['GET /project', [{ id: 'global' }], http => rest.projects(http)],
  ['GET /project/current', { id: 'global' }, http => rest.currentProject(http)],
  ['GET /path', { directory: '/a' }, http => rest.path(http)],
  ['GET /vcs', {}, http => rest.vcs(http)],
  ['GET /find?pattern=a.*b', [], http => rest.findText(http, 'a.*b')],
  [
    'GET /find/file?query=x&dirs=false&type=file&limit=3',
    ['x.ts'],
    http => rest.findFiles(http, 'x', { dirs: false, type: 'file', limit: 3 }),
  ],
  ['GET /find/symbol?query=x', [], http => rest.findSymbols(http, 'x')],
  ['GET /file?path=.', [], http => rest.listFiles(http, '.')],
  ['GET /file/content?path=a b.txt', { type: 'text', content: 'x' }, http => rest.readFile(http, 'a b.txt')],
  ['GET /file/status', [], http => rest.fileStatus(http)],
  [
    'PUT /auth/x?directory=/a&n=1 {"key":1}',
    true,
    http => rest.customRequest(http, 'PUT', '/auth/x', { query: { n: 1 }, body: { key: 1 }, directory: '/a' }),
  ],
];
