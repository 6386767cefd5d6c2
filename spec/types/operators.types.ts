import { expectTypeOf } from 'expect-type';
import {
  observeReply,
  ofType,
  paced,
  pendingPermissions,
  pendingQuestions,
  replySteps,
  sessionIDOf,
  sse,
  todos,
  toolParts,
  toReply,
  type EventOf,
  type EventProperties,
  type OpencodeEvent,
  type Part,
  type PermissionRequest,
  type QuestionRequest,
  type Reply,
  type SseMessage,
  type Step,
  type Todo,
  type ToolPart,
  type ToolReplyPart,
} from 'opencode-rx';
import { of, type Observable } from 'rxjs';

declare const events$: Observable<OpencodeEvent>;
declare const event: OpencodeEvent;
declare const reply$: Observable<Reply>;
declare const part: Part;

// The type of an event tells the rest of it, by operator and by comparison.
expectTypeOf(events$.pipe(ofType('todo.updated'))).toEqualTypeOf<Observable<EventOf<'todo.updated'>>>();
expectTypeOf(events$.pipe(ofType('todo.updated', 'session.idle'))).toEqualTypeOf<
  Observable<EventOf<'todo.updated' | 'session.idle'>>
>();
events$.pipe(ofType('todo.updated')).subscribe(({ properties }) => {
  expectTypeOf(properties.todos).toExtend<readonly Todo[]>();
});
if (event.type === 'message.part.delta')
  expectTypeOf(event.properties).toEqualTypeOf<EventProperties<'message.part.delta'>>();
if (event.type === 'message.part.updated') expectTypeOf(event.properties.part).toExtend<Part>();
expectTypeOf(sessionIDOf(event)).toEqualTypeOf<string | undefined>();
if (part.type === 'tool') expectTypeOf(part).toEqualTypeOf<ToolPart>();

// Operators take typed events, and what has only a type.
expectTypeOf(events$.pipe(toReply())).toEqualTypeOf<Observable<Reply>>();
expectTypeOf(of({ type: 'session.idle' }).pipe(toReply())).toEqualTypeOf<Observable<Reply>>();
expectTypeOf(events$.pipe(replySteps())).toEqualTypeOf<Observable<Step>>();
expectTypeOf(events$.pipe(toolParts())).toEqualTypeOf<Observable<ToolReplyPart>>();
expectTypeOf(events$.pipe(pendingQuestions())).toEqualTypeOf<Observable<readonly QuestionRequest[]>>();
expectTypeOf(events$.pipe(pendingPermissions())).toEqualTypeOf<Observable<readonly PermissionRequest[]>>();
expectTypeOf(events$.pipe(todos())).toEqualTypeOf<Observable<readonly Todo[]>>();
expectTypeOf(events$.pipe(observeReply({ partAdded: ({ index }) => index }))).toEqualTypeOf<Observable<Reply>>();
expectTypeOf(reply$.pipe(paced())).toEqualTypeOf<Observable<Reply>>();
expectTypeOf(sse('http://localhost:4096/event')).toEqualTypeOf<Observable<SseMessage>>();

// What must not compile.
// @ts-expect-error -- no such event
ofType('todo.update');
// @ts-expect-error -- an event has a type
of({ properties: {} }).pipe(toReply());
// @ts-expect-error -- a snapshot is no event
reply$.pipe(toReply());
// @ts-expect-error -- what an observer is not told of
observeReply({ partRemoved: () => undefined });
// @ts-expect-error -- an event is as the server sent it
event.type = 'session.idle';
