import { expectTypeOf } from 'expect-type';
import {
  Reply,
  ReplyStream,
  type AssistantMessage,
  type ModelInput,
  type OpencodeClient,
  type PermissionAnswer,
  type PermissionRequest,
  type QuestionAnswer,
  type QuestionRequest,
  type ReplyJSON,
  type ReplyPart,
  type ReplyResult,
  type ReplyStatus,
  type ReplyTransition,
  type StreamOptions,
  type TextReplyPart,
  type Todo,
  type ToolReplyPart,
  type WireError,
} from 'opencode-rx';
import { firstValueFrom, of, type Observable, type ObservableInput } from 'rxjs';

declare const client: OpencodeClient;
declare const reply: Reply;
const stream = client.stream('ses', 'Hello');

// A stream is an Observable of snapshots, with the other views of its turn beside it.
expectTypeOf(stream).toEqualTypeOf<ReplyStream>();
expectTypeOf(stream).toExtend<Observable<Reply>>();
expectTypeOf(client.attach('ses')).toEqualTypeOf<ReplyStream>();
expectTypeOf(client.session('ses').stream('Hello')).toEqualTypeOf<ReplyStream>();
expectTypeOf(firstValueFrom(stream)).resolves.toEqualTypeOf<Reply>();
expectTypeOf(stream.text$).toEqualTypeOf<Observable<string>>();
expectTypeOf(stream.toolParts$).toEqualTypeOf<Observable<ToolReplyPart>>();
expectTypeOf(stream.pendingQuestions$).toEqualTypeOf<Observable<readonly QuestionRequest[]>>();
expectTypeOf(stream.pendingPermissions$).toEqualTypeOf<Observable<readonly PermissionRequest[]>>();
expectTypeOf(stream.todos$).toEqualTypeOf<Observable<readonly Todo[]>>();
expectTypeOf(stream.transitions$).toEqualTypeOf<Observable<ReplyTransition>>();
expectTypeOf(stream.result$).toEqualTypeOf<Observable<ReplyResult>>();
expectTypeOf(stream.messageID).toEqualTypeOf<string | undefined>();
expectTypeOf(stream.abort()).toEqualTypeOf<Observable<boolean>>();

// A snapshot.
expectTypeOf(reply.parts).toEqualTypeOf<readonly ReplyPart[]>();
expectTypeOf(reply.status).toEqualTypeOf<ReplyStatus>();
expectTypeOf(reply.error).toEqualTypeOf<WireError | undefined>();
expectTypeOf(reply.info).toEqualTypeOf<AssistantMessage | undefined>();
expectTypeOf(reply.toJSON()).toEqualTypeOf<ReplyJSON>();

// A transition is told by the name of the observer's method.
stream.transitions$.subscribe(transition => {
  if (transition.type === 'partChanged') expectTypeOf(transition.part).toEqualTypeOf<TextReplyPart>();
  if (transition.type === 'toolProgressed') expectTypeOf(transition.part).toEqualTypeOf<ToolReplyPart>();
  if (transition.type === 'questionAsked') expectTypeOf(transition.request).toEqualTypeOf<QuestionRequest>();
  // @ts-expect-error -- no such transition
  if (transition.type === 'partRemoved') return;
});

// Handlers get the request and give an answer in any form that rxjs takes; nothing rejects.
expectTypeOf<NonNullable<StreamOptions['onQuestion']>>().toEqualTypeOf<
  (request: QuestionRequest) => ObservableInput<QuestionAnswer>
>();
expectTypeOf<NonNullable<StreamOptions['onPermission']>>().toEqualTypeOf<
  (request: PermissionRequest) => ObservableInput<PermissionAnswer>
>();
client.stream('ses', 'Hello', {
  onQuestion: ({ questions }) => of(questions.map(({ options = [] }) => options.map(({ label }) => label))),
  onPermission: ({ permission }) => Promise.resolve(permission === 'bash' ? 'once' : null),
});
client.attach('ses', { onPermission: () => of({ reply: 'reject', message: 'Not now.' } as const) });

// A model is `provider/model`, or one of the two wire objects.
expectTypeOf<'anthropic/claude'>().toExtend<ModelInput>();
expectTypeOf<{ providerID: string; modelID: string }>().toExtend<ModelInput>();
expectTypeOf<{ providerID: string; id: string }>().toExtend<ModelInput>();

// What must not compile.
// @ts-expect-error -- misspelled
client.stream('ses', 'Hello', { streamTimeOut: 1 });
// @ts-expect-error -- a model has a provider
client.stream('ses', 'Hello', { model: { modelID: 'claude' } });
// @ts-expect-error -- a model has a name
client.stream('ses', 'Hello', { model: { providerID: 'anthropic' } });
// @ts-expect-error -- a part has a type
client.stream('ses', 'Hello', { parts: [{ text: 'Hello' }] });
// @ts-expect-error -- a handler gives something that can be waited for
client.stream('ses', 'Hello', { onPermission: () => true });
// @ts-expect-error -- and that something is a decision
client.stream('ses', 'Hello', { onPermission: () => of('yes') });
// @ts-expect-error -- a list of labels for each question
client.stream('ses', 'Hello', { onQuestion: () => of(['Yes']) });
// @ts-expect-error -- a turn that runs has its prompt
client.attach('ses', { model: 'anthropic/claude' });
// @ts-expect-error -- a snapshot is a value
reply.status = 'completed';
// @ts-expect-error -- and so is what it holds
reply.parts.push({ type: 'text', id: 'prt', messageID: 'msg', content: '' });
// @ts-expect-error -- at any depth
if (reply.info !== undefined) reply.info.cost = 0;
// @ts-expect-error -- what is a file's is not a text's
if (reply.parts[0]?.type === 'text') reply.parts[0].url;
// @ts-expect-error -- nobody else makes one
new Reply();
// @ts-expect-error -- nobody else makes one
new ReplyStream();
