import { firstValueFrom } from 'rxjs';
import { extractText } from 'opencode-rx';
import { conversationOf, messagesOf } from '../conversation/read.js';
import { serverOf, type Recipe } from '../recipe.js';

/** How a conversation's last reply compares with what the OpenCode server has stored of it. */
export interface Comparison {
  /** How often the prompt stands there. */
  readonly prompts: number;
  /** Whether the row says what the server says. */
  readonly isEqual: boolean;
}

/** Reads the last reply of a conversation on both sides. */
export async function compare(recipe: Recipe, conversationId: number): Promise<Comparison> {
  const { server, sessionId } = await conversationOf(recipe, conversationId);
  const reply = (await messagesOf(recipe, conversationId)).at(-1);
  const stored = await firstValueFrom(serverOf(recipe, server).getMessages(sessionId ?? ''));
  const answers = stored.filter(({ info }) => info.role === 'assistant' && info.parentID === reply?.opencodeMessageId);
  return {
    prompts: stored.filter(({ info }) => info.id === reply?.opencodeMessageId).length,
    isEqual: answers.map(extractText).filter(Boolean).join('\n\n') === reply?.content,
  };
}
