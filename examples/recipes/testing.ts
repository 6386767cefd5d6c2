import { filter, take } from 'rxjs';
import type { OpencodeClient } from 'opencode-rx';
import { reasoning, ScriptedOpencode, tool } from 'opencode-rx/testing';

/** A server whose agent runs the tests, once it may, and then says so. */
export function reviewer(): ScriptedOpencode {
  return new ScriptedOpencode().onPrompt('review', [
    reasoning('Let me see what the tests say.'),
    tool('bash', { command: 'npm test' }, { output: '12 passed', asks: true }),
    'All 12 tests pass.',
  ]);
}

/** Breaks the connection at the first words of an answer: what a test shows must not depend on the network. */
export function cutInTheMiddle(server: ScriptedOpencode, client: OpencodeClient): void {
  const firstWords$ = client.events$.pipe(
    filter(({ type }) => type === 'message.part.delta'),
    take(1),
  );
  firstWords$.subscribe(() => server.cut());
}
