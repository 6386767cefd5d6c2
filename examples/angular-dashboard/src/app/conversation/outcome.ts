import type { LiveMessage } from 'opencode-rx';

/** How an answer ended, where it did not end well. */
export interface Outcome {
  readonly kind: 'stopped' | 'failed' | 'interrupted';
  readonly words: string;
}

/** What is to be said at the end of a message; `over`: its session has come to rest, and stayed there for a while. */
export function outcomeOf({ info }: LiveMessage, over: boolean): Outcome | undefined {
  if (info.role === 'user') return undefined;
  if (info.error?.name === 'MessageAbortedError') return { kind: 'stopped', words: 'Stopped.' };
  if (info.error !== undefined)
    return { kind: 'failed', words: info.error.data?.message ?? `The turn failed: ${info.error.name}` };
  if (over && info.time?.completed === undefined)
    return { kind: 'interrupted', words: 'Interrupted: the server went away before this was finished.' };
  return info.finish === 'length' ? { kind: 'stopped', words: 'The answer reached the length limit.' } : undefined;
}
