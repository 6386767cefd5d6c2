/** A stretch of the assistant's answer, or of its thinking. */
export interface TextReplyPart {
  readonly type: 'text' | 'reasoning';
  readonly id: string;
  readonly messageID: string;
  readonly content: string;
  /** A gap of the connection swallowed some of it: shown as it was before, until its final text arrives. */
  readonly held?: true;
}

/** How far a tool call has come. Servers may know further words; those count as not terminal. */
export type ToolStatus = 'pending' | 'running' | 'completed' | 'error' | (string & {});

/** A call of a tool. What the server has not said yet, or said empty, is absent. */
export interface ToolReplyPart {
  readonly type: 'tool';
  readonly id: string;
  readonly messageID: string;
  /** The tool the model asked for, also where the server renamed the call to `invalid`. */
  readonly tool: string;
  readonly status: ToolStatus;
  readonly callID?: string;
  readonly title?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  /** What the tool itself tells: a diff, the output so far, the child session of a `task`. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly output?: string;
  /** Why it failed, cut to 200 characters. Only where `status` is `error`. */
  readonly error?: string;
  readonly attachments?: readonly FileReplyPart[];
}

/** A file, given by reference or as a `data:` URL. */
export interface FileReplyPart {
  readonly type: 'file';
  readonly id: string;
  readonly messageID: string;
  readonly mime: string;
  readonly filename?: string;
  readonly url: string;
}

/** The files a step changed, under the hash of the state before it. */
export interface PatchReplyPart {
  readonly type: 'patch';
  readonly id: string;
  readonly messageID: string;
  readonly hash: string;
  readonly files: readonly string[];
}

/** One part of a reply, in the order the agent made them. A part is a value: it is replaced, never changed. */
export type ReplyPart = TextReplyPart | ToolReplyPart | FileReplyPart | PatchReplyPart;

/** Whether a tool call has ended, well or badly. */
export function isTerminal(part: Pick<ToolReplyPart, 'status'>): boolean {
  return part.status === 'completed' || part.status === 'error';
}
