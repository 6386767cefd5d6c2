import type { FileDiff, LiveMessage } from 'opencode-rx';

/** The session's own diff; where that is empty, what the turns say they changed, the last word on each file. */
export function changesOf(diff: readonly FileDiff[], messages: readonly LiveMessage[]): readonly FileDiff[] {
  if (diff.length > 0) return diff;
  const turns = messages.flatMap(({ info }) =>
    info.role === 'user' && typeof info.summary === 'object' ? (info.summary.diffs ?? []) : [],
  );
  return [...new Map(turns.map(change => [change.file ?? '', change])).values()];
}
