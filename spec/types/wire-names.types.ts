import { expectTypeOf } from 'expect-type';
import type { PromptPart } from '../../lib/rest/index.js';
import type { Input } from '../../lib/rest/input.js';
import type { promptPart } from '../../lib/rest/prompt-part.js';
import type * as wire from '../../lib/wire/index.js';

/** The readonly type of what a schema accepts. */
type Said<Schema extends Parameters<typeof wire.checkShape>[0]> = wire.Wire<Schema>;

// What is spelled out for the eye is what the schemas say.
expectTypeOf<wire.Part>().branded.toEqualTypeOf<Said<typeof wire.partSchema>>();
expectTypeOf<wire.Message>().branded.toEqualTypeOf<Said<typeof wire.messageSchema>>();
expectTypeOf<wire.MessageWithParts>().branded.toEqualTypeOf<Said<typeof wire.messageWithPartsSchema>>();
expectTypeOf<wire.AssistantMessage>().branded.toEqualTypeOf<Said<typeof wire.assistantMessageSchema>>();
expectTypeOf<wire.ToolPart>().branded.toEqualTypeOf<Said<typeof wire.toolPartSchema>>();
expectTypeOf<wire.ToolState>().branded.toEqualTypeOf<Said<typeof wire.toolStateSchema>>();
expectTypeOf<wire.CompletedTool>().branded.toEqualTypeOf<Said<typeof wire.completedToolSchema>>();
expectTypeOf<wire.RetryPart>().branded.toEqualTypeOf<Said<typeof wire.retryPartSchema>>();
expectTypeOf<wire.Session>().branded.toEqualTypeOf<Said<typeof wire.sessionSchema>>();
expectTypeOf<wire.SessionStatus>().branded.toEqualTypeOf<Said<typeof wire.sessionStatusSchema>>();
expectTypeOf<wire.QuestionRequest>().branded.toEqualTypeOf<Said<typeof wire.questionRequestSchema>>();
expectTypeOf<wire.QuestionAnswers>().branded.toEqualTypeOf<Said<typeof wire.questionAnswersSchema>>();
expectTypeOf<wire.PermissionRequest>().branded.toEqualTypeOf<Said<typeof wire.permissionRequestSchema>>();
expectTypeOf<wire.PermissionReply>().branded.toEqualTypeOf<Said<typeof wire.permissionReplySchema>>();
expectTypeOf<wire.Provider>().branded.toEqualTypeOf<Said<typeof wire.providerSchema>>();
expectTypeOf<wire.ProviderList>().branded.toEqualTypeOf<Said<typeof wire.providerListSchema>>();
expectTypeOf<PromptPart>().branded.toEqualTypeOf<Input<typeof promptPart>>();
