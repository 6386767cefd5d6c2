import { view } from '../../examples/demo/view.js';
import { answer, say, todo, tool } from '../support/events.js';
import { inTurn } from '../support/fold.js';

const begun = inTurn().then(say.message(answer()));
const HOSTILE = 'one\ntwo\x1b[2J';

describe('the view of a reply', () => {
  it.each([
    ['a retry', say.status({ type: 'retry', attempt: 1, message: HOSTILE, next: 1 })],
    ['a tool', say.part(tool('t', 'running', { tool: HOSTILE }))],
    ['a todo', say.todos([todo(HOSTILE)])],
  ])('is rows, whatever the words for %s are, and nothing in them is obeyed', (_name, event) => {
    const { reply } = begun.then(event);
    const lines = view(reply, 80, 0);
    expect(lines.join(' ')).toContain('one two');
    for (const line of lines) expect(line).not.toMatch(/\n|\x1b\[2J/);
  });
});
