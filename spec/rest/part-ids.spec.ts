import { withPartIDs } from '../../lib/rest/part-ids.js';
import type { PromptPart } from '../../lib/rest/index.js';
import { createMessageID } from '../../lib/wire/index.js';

const text: PromptPart = { type: 'text', text: 'Hi' };
const file = (url: string, mime = 'image/png', more: object = {}): PromptPart => ({ type: 'file', mime, url, ...more });
const idsOf = (parts: readonly PromptPart[]) => parts.map(({ id }) => id);

describe('the parts of a prompt', () => {
  it('have ids that follow from the message’s, the first in the server’s own form', () => {
    const messageID = createMessageID();
    const [id] = idsOf(withPartIDs([text], messageID));
    expect(id).toBe(messageID.replace('msg_', 'prt_'));
    expect(id).toMatch(/^prt_[0-9a-f]{12}[0-9A-Za-z]{14}$/);
    expect(withPartIDs([text], messageID)).toEqual([{ ...text, id }]);
  });

  it('have ids in their order, however many they are', () => {
    const ids = idsOf(withPartIDs(Array<PromptPart>(200).fill(text), 'msg_1')) as string[];
    expect(ids.slice(0, 3)).toEqual(['prt_1', 'prt_1_part0001', 'prt_1_part0002']);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(200);
  });

  it.each([
    ['text', text],
    ['a task', { type: 'subtask', prompt: 'p', description: 'd', agent: 'a' } as const],
    ['an image', file('data:image/png;base64,AA==')],
    ['an image on the web', file('https://example.test/a.png')],
  ])('have them as %s', (_name, part) => {
    expect(idsOf(withPartIDs([text, part], 'msg_1'))).toEqual(['prt_1', 'prt_1_part0001']);
  });

  it.each([
    ['a message without an id', [text], undefined],
    ['an agent', [text, { type: 'agent', name: 'a' } as const], 'msg_1'],
    ['a text file', [text, file('data:,x', 'text/plain')], 'msg_1'],
    ['a file the server has to read', [text, file('file:///a.png')], 'msg_1'],
    ['a resource', [text, file('https://a', 'image/png', { source: { type: 'resource' } })], 'msg_1'],
    ['an id of its own', [text, { ...text, id: 'prt_own' }], 'msg_1'],
  ])('stay as they are with %s', (_name, parts, messageID) => {
    expect(withPartIDs(parts, messageID)).toBe(parts);
  });
});
