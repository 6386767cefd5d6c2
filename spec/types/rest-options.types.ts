import { expectTypeOf } from 'expect-type';
import type { customRequestOptions } from '../../lib/rest/custom-request.js';
import type * as rest from '../../lib/rest/index.js';
import type { promptOptions } from '../../lib/rest/prompt-body.js';

// What the compiler lets a caller say is what the schema lets him say.
expectTypeOf<rest.CallOptions>().toEqualTypeOf<rest.Input<typeof rest.callOptions>>();
expectTypeOf<rest.CreateSessionOptions>().toEqualTypeOf<rest.Input<typeof rest.createSessionOptions>>();
expectTypeOf<rest.ListSessionsOptions>().toEqualTypeOf<rest.Input<typeof rest.listSessionsOptions>>();
expectTypeOf<rest.UpdateSessionOptions>().toEqualTypeOf<rest.Input<typeof rest.updateSessionOptions>>();
expectTypeOf<rest.DiffOptions>().toEqualTypeOf<rest.Input<typeof rest.diffOptions>>();
expectTypeOf<rest.GetMessagesOptions>().toEqualTypeOf<rest.Input<typeof rest.getMessagesOptions>>();
expectTypeOf<rest.ForkSessionOptions>().toEqualTypeOf<rest.Input<typeof rest.forkSessionOptions>>();
expectTypeOf<rest.RevertOptions>().toEqualTypeOf<rest.Input<typeof rest.revertOptions>>();
expectTypeOf<rest.SummarizeOptions>().toEqualTypeOf<rest.Input<typeof rest.summarizeOptions>>();
expectTypeOf<rest.InitOptions>().toEqualTypeOf<rest.Input<typeof rest.initOptions>>();
expectTypeOf<rest.SendMessageOptions>().toEqualTypeOf<rest.Input<typeof rest.sendMessageOptions>>();
expectTypeOf<rest.CommandOptions>().toEqualTypeOf<rest.Input<typeof rest.commandOptions>>();
expectTypeOf<rest.ShellOptions>().toEqualTypeOf<rest.Input<typeof rest.shellOptions>>();
expectTypeOf<rest.FindFilesOptions>().toEqualTypeOf<rest.Input<typeof rest.findFilesOptions>>();
expectTypeOf<rest.ReplyPermissionOptions>().toEqualTypeOf<rest.Input<typeof rest.replyPermissionOptions>>();
expectTypeOf<rest.PromptOptions>().toEqualTypeOf<rest.Input<typeof promptOptions>>();

// A schema of the answer and a body are anybody's; all else is checked.
type Custom = rest.CustomRequestOptions;
expectTypeOf<keyof Custom>().toEqualTypeOf<keyof rest.Input<typeof customRequestOptions>>();
expectTypeOf<Omit<Custom, 'schema'>>().toEqualTypeOf<Omit<rest.Input<typeof customRequestOptions>, 'schema'>>();
