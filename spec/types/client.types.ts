import { expectTypeOf } from 'expect-type';
import {
  OpencodeClient,
  type Agent,
  type Attention,
  type ConnectionState,
  type FileContent,
  type FileDiff,
  type Health,
  type LiveMessage,
  type LiveView,
  type MessagePage,
  type MessageWithParts,
  type OpencodeError,
  type OpencodeEvent,
  type PermissionReply,
  type PermissionRequest,
  type Project,
  type ProviderList,
  type QuestionAnswers,
  type QuestionRequest,
  type Session,
  type SessionStatus,
  type SessionStatuses,
  type SessionView,
  type Todo,
} from 'opencode-rx';
import type { Observable } from 'rxjs';
import * as z from 'zod';
import * as mini from 'zod/mini';

declare const client: OpencodeClient;
declare const view: SessionView;

// Each REST method emits what its endpoint answers, by name.
expectTypeOf(client.health()).toEqualTypeOf<Observable<Health>>();
expectTypeOf(client.createSession()).toEqualTypeOf<Observable<Session>>();
expectTypeOf(client.getSession('ses')).toEqualTypeOf<Observable<Session>>();
expectTypeOf(client.listSessions()).toEqualTypeOf<Observable<readonly Session[]>>();
expectTypeOf(client.children('ses')).toEqualTypeOf<Observable<readonly Session[]>>();
expectTypeOf(client.deleteSession('ses')).toEqualTypeOf<Observable<boolean>>();
expectTypeOf(client.sessionStatus()).toEqualTypeOf<Observable<SessionStatuses>>();
expectTypeOf(client.getMessages('ses', { limit: 10 })).toEqualTypeOf<Observable<MessagePage>>();
expectTypeOf(client.getMessage('ses', 'msg')).toEqualTypeOf<Observable<MessageWithParts>>();
expectTypeOf(client.sendMessage('ses', 'Hello')).toEqualTypeOf<Observable<MessageWithParts>>();
expectTypeOf(client.sendMessageAsync('ses', 'Hello')).toEqualTypeOf<Observable<void>>();
expectTypeOf(client.abortSession('ses')).toEqualTypeOf<Observable<boolean>>();
expectTypeOf(client.todos('ses')).toEqualTypeOf<Observable<readonly Todo[]>>();
expectTypeOf(client.diff('ses')).toEqualTypeOf<Observable<readonly FileDiff[]>>();
expectTypeOf(client.listQuestions()).toEqualTypeOf<Observable<readonly QuestionRequest[]>>();
expectTypeOf(client.replyQuestion('que', [['Yes']])).toEqualTypeOf<Observable<boolean>>();
expectTypeOf(client.listPermissions()).toEqualTypeOf<Observable<readonly PermissionRequest[]>>();
expectTypeOf(client.agents()).toEqualTypeOf<Observable<readonly Agent[]>>();
expectTypeOf(client.providers()).toEqualTypeOf<Observable<ProviderList>>();
expectTypeOf(client.projects()).toEqualTypeOf<Observable<readonly Project[]>>();
expectTypeOf(client.readFile('a.ts')).toEqualTypeOf<Observable<FileContent>>();

// Every other endpoint gives what the schema makes of its answer: zod's own, its small sibling's, or one with a `parse`.
const ids = z.array(z.string());
expectTypeOf(client.request('GET', '/ids')).toEqualTypeOf<Observable<unknown>>();
expectTypeOf(client.request('GET', '/ids', { schema: ids })).toEqualTypeOf<Observable<string[]>>();
expectTypeOf(client.request('GET', '/n', { schema: mini.number() })).toEqualTypeOf<Observable<number>>();
expectTypeOf(client.request('GET', '/d', { schema: { parse: () => new Date() } })).toEqualTypeOf<Observable<Date>>();

// What the server says, and how the connection is doing.
expectTypeOf(client.events$).toEqualTypeOf<Observable<OpencodeEvent>>();
expectTypeOf(client.connection$).toEqualTypeOf<Observable<ConnectionState>>();
expectTypeOf(client.streamEvents('ses')).toEqualTypeOf<Observable<OpencodeEvent>>();
client.connection$.subscribe(state => {
  if (state.status === 'reconnecting') expectTypeOf(state.delay).toEqualTypeOf<number>();
  if (state.status === 'failed') expectTypeOf(state.error).toEqualTypeOf<OpencodeError>();
  // @ts-expect-error -- an open connection has no error
  if (state.status === 'open') state.error;
});

// Live views are Observables of bare values, and tell of their failures beside them.
expectTypeOf(client.sessions$).toEqualTypeOf<LiveView<readonly Session[]>>();
expectTypeOf(client.sessions$).toExtend<Observable<readonly Session[]>>();
expectTypeOf(client.statuses$).toEqualTypeOf<LiveView<SessionStatuses>>();
expectTypeOf(client.attention$).toEqualTypeOf<LiveView<readonly Attention[]>>();
expectTypeOf(client.sessions$.error$).toEqualTypeOf<Observable<OpencodeError | undefined>>();
expectTypeOf(client.session('ses')).toEqualTypeOf<SessionView>();
expectTypeOf(view.info$).toEqualTypeOf<Observable<Session>>();
expectTypeOf(view.status$).toEqualTypeOf<Observable<SessionStatus>>();
expectTypeOf(view.messages$).toEqualTypeOf<Observable<readonly LiveMessage[]>>();
expectTypeOf(view.todos$).toEqualTypeOf<Observable<readonly Todo[]>>();
expectTypeOf(view.diff$).toEqualTypeOf<Observable<readonly FileDiff[]>>();
expectTypeOf(view.children$).toEqualTypeOf<Observable<readonly Session[]>>();
expectTypeOf(view.pendingQuestions$).toEqualTypeOf<Observable<readonly QuestionRequest[]>>();
expectTypeOf(view.pendingPermissions$).toEqualTypeOf<Observable<readonly PermissionRequest[]>>();
expectTypeOf(view.loadEarlier()).toEqualTypeOf<Observable<boolean>>();

// What waits for a human is answered in the way of its kind.
client.attention$.subscribe(([waiting]) => {
  if (waiting?.kind === 'question') expectTypeOf(waiting.reply).parameters.toEqualTypeOf<[QuestionAnswers]>();
  if (waiting?.kind === 'permission') expectTypeOf(waiting.reply).parameter(0).toEqualTypeOf<PermissionReply>();
  // @ts-expect-error -- which of the two it is has to be looked at first
  waiting?.reply('once');
});

// What must not compile.
// @ts-expect-error -- misspelled
new OpencodeClient({ baseURL: 'http://localhost:4096' });
// @ts-expect-error -- milliseconds are a number
new OpencodeClient({ timeout: '5s' });
// @ts-expect-error -- headers are text
new OpencodeClient({ headers: { 'x-attempt': 1 } });
// @ts-expect-error -- wire spellings stay
client.createSession({ parentId: 'ses' });
// @ts-expect-error -- a session asks for {providerID, id}, or the message's shape, or a text
client.createSession({ model: { provider: 'anthropic', model: 'claude' } });
// @ts-expect-error -- there is no such decision
client.replyPermission('per', 'never');
// @ts-expect-error -- a list of labels for each question
client.replyQuestion('que', ['Yes']);
// @ts-expect-error -- only a page has a cursor
client.listSessions({ before: 'cursor' });
// @ts-expect-error -- nobody sets what a client says
client.events$ = client.sessions$;
client.sessions$.subscribe(sessions => {
  // @ts-expect-error -- a view's value is everybody's
  sessions.push({ id: 'ses' });
});
