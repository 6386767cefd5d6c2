/** What a chat-completion request holds, as far as the scripted model looks. */
export interface ChatRequest {
  readonly model?: string;
  readonly stream?: boolean;
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly unknown[];
}

/** One message of the conversation so far. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content?: string | null | readonly { readonly type: string; readonly text?: string }[];
}

/** Where a turn stands: what the user asked, and how many steps were answered since. */
export interface Turn {
  readonly prompt: string;
  readonly index: number;
}

/** Reads the turn out of the conversation: the last user message, and the assistant messages after it. */
export function turnOf({ messages }: ChatRequest): Turn {
  const last = messages.findLastIndex(message => message.role === 'user');
  const answered = messages.slice(last + 1).filter(message => message.role === 'assistant');
  return { prompt: textOf(messages[last]), index: answered.length };
}

/** The server's own request for a session title. */
export function wantsTitle({ messages }: ChatRequest): boolean {
  return messages.some(message => message.role === 'system' && /title generator/i.test(textOf(message)));
}

/** A short title made of the prompt's first words. */
export function titleFor(prompt: string): string {
  const [words = ''] = prompt
    .replace(/^Generate a title[^\n]*\n/, '')
    .trim()
    .split('\n');
  return (
    words
      .replace(/SC(RIPT|ENARIO).*/, '')
      .trim()
      .split(/\s+/)
      .slice(0, 6)
      .join(' ') || 'Scripted session'
  );
}

/** About how many tokens the conversation has (four characters are one). */
export function tokensOf({ messages }: ChatRequest): number {
  return Math.ceil(messages.reduce((sum, message) => sum + textOf(message).length, 0) / 4);
}

function textOf(message: ChatMessage | undefined): string {
  const content = message?.content ?? '';
  return typeof content === 'string' ? content : content.map(part => part.text ?? '').join('\n');
}
