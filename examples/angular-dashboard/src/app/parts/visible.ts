import type { LivePart } from 'opencode-rx';

const BOOKKEEPING = new Set(['step-start', 'step-finish', 'snapshot', 'compaction']);

const WRITERS = new Set(['write', 'edit']);

/** What there is to see of a message. Files it changed are named unless the tools that did it show how. */
export function visibleParts(parts: readonly LivePart[]): readonly LivePart[] {
  const shown = parts.some(part => part.type === 'tool' && WRITERS.has(part.tool) && part.state.status === 'completed');
  return parts.filter(part => isVisible(part) && !(shown && part.type === 'patch'));
}

function isVisible(part: LivePart): boolean {
  if (part.type === 'text') return part.synthetic !== true && part.ignored !== true && saysSomething(part);
  if (part.type === 'reasoning') return saysSomething(part);
  return !BOOKKEEPING.has(part.type);
}

const saysSomething = (part: { readonly text: string; readonly held?: true }): boolean =>
  part.text.trim() !== '' || part.held === true;
