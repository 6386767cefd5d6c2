import { mergeToolPart, toolPartFromMessagePart } from '../../lib/reply/tool-part.js';
import { deepFreeze } from '../support/deep-freeze.js';

const base = { id: 'prt_1', messageID: 'msg_1', type: 'tool', tool: 'bash', callID: 'call_1' };
const wire = (state: object, part: object = {}) => deepFreeze({ ...base, ...part, state });

const pending = wire({ status: 'pending', input: {}, raw: '' });
const running = wire({ status: 'running', input: { command: 'ls' }, metadata: { output: 'a' }, time: { start: 1 } });
const completed = wire({
  status: 'completed',
  input: { command: 'ls' },
  output: 'a\nb',
  title: 'ls',
  metadata: { output: 'a\nb', exit: 0 },
  time: { start: 1, end: 2 },
});
const failed = wire({ status: 'error', input: { command: 'ls' }, error: 'refused', time: { start: 1, end: 2 } });

const heard = (...parts: (typeof pending)[]) =>
  parts.slice(1).reduce((part, next) => deepFreeze(mergeToolPart(part, next)), first(parts[0]));
const first = (part: typeof pending = pending) => deepFreeze(toolPartFromMessagePart(part));

describe('toolPartFromMessagePart', () => {
  it('has every field of a completed call', () => {
    expect(toolPartFromMessagePart(completed)).toEqual({
      type: 'tool',
      id: 'prt_1',
      messageID: 'msg_1',
      callID: 'call_1',
      tool: 'bash',
      status: 'completed',
      title: 'ls',
      input: { command: 'ls' },
      metadata: { output: 'a\nb', exit: 0 },
      output: 'a\nb',
    });
  });

  it('leaves out what the server says empty', () => {
    expect(toolPartFromMessagePart(pending)).toEqual({ ...base, status: 'pending' });
  });

  it('is pending as long as nobody says more', () => {
    expect(toolPartFromMessagePart({ id: 'prt_1' })).toEqual({
      type: 'tool',
      id: 'prt_1',
      messageID: '',
      tool: 'invalid',
      status: 'pending',
    });
  });

  it('takes the ids from the state where the part has none', () => {
    const part = { id: 'prt_1', tool: 'bash', state: { status: 'pending', messageID: 'msg_2', callID: 'call_2' } };
    expect(toolPartFromMessagePart(part)).toMatchObject({ messageID: 'msg_2', callID: 'call_2' });
  });

  it('names the tool that was asked for where the server says invalid', () => {
    const renamed = wire({ status: 'completed', input: { tool: 'nonexistent', error: 'no' } }, { tool: 'invalid' });
    expect(toolPartFromMessagePart(renamed).tool).toBe('nonexistent');
    expect(toolPartFromMessagePart(wire({ status: 'pending' }, { tool: 'invalid' })).tool).toBe('invalid');
  });

  it('shows an error only of a failed call', () => {
    expect(toolPartFromMessagePart(failed).error).toBe('refused');
    expect(toolPartFromMessagePart(wire({ status: 'completed', error: 'stray' }))).not.toHaveProperty('error');
  });

  it('shows no title of a failed call, which the store does not keep', () => {
    const titled = wire({ status: 'error', title: 'Run', error: 'refused' });
    expect(toolPartFromMessagePart(titled)).not.toHaveProperty('title');
    expect(heard(running, titled)).not.toHaveProperty('title');
    expect(heard(titled)).toMatchObject({ status: 'error', error: 'refused' });
  });

  it.each([
    ['a'.repeat(200), 'a'.repeat(200)],
    ['a'.repeat(201), 'a'.repeat(200)],
    ['😀'.repeat(150), '😀'.repeat(150)],
    ['😀'.repeat(300), '😀'.repeat(200)],
    ['a' + '😀'.repeat(300), 'a' + '😀'.repeat(199)],
  ])('cuts an error to 200 characters and none of them in half (%#)', (error, expected) => {
    expect(toolPartFromMessagePart(wire({ status: 'error', error })).error).toBe(expected);
  });

  it('keeps the files a tool attached', () => {
    const file = { id: 'prt_2', messageID: 'msg_1', type: 'file', mime: 'image/png', url: 'data:', source: {} };
    expect(toolPartFromMessagePart(wire({ status: 'completed', attachments: [file] })).attachments).toEqual([
      { id: 'prt_2', messageID: 'msg_1', type: 'file', mime: 'image/png', url: 'data:' },
    ]);
  });
});

describe('mergeToolPart', () => {
  it('ends where the stored part ends, whatever came before', () => {
    expect(heard(pending, running, completed)).toEqual(first(completed));
    expect(heard(running, failed)).toEqual(first(failed));
  });

  it.each([pending, running, completed, failed])('is the same reference when heard twice (%#)', part => {
    const known = heard(pending, part);
    expect(mergeToolPart(known, structuredClone(part))).toBe(known);
  });

  it('ends without the input that only its question had', () => {
    const asked = deepFreeze({ ...first(pending), input: { questions: [], opencode_request_id: 'que_1' } });
    expect(mergeToolPart(asked, wire({ status: 'error', input: {}, error: 'refused' }))).not.toHaveProperty('input');
    const known = heard(running);
    expect(mergeToolPart(known, wire({ status: 'error', error: 'refused' })).input).toBe(known.input);
  });

  it('keeps what an update omits or empties', () => {
    const known = heard(completed);
    expect(mergeToolPart(known, { ...base, state: { status: 'completed', title: '', output: '', input: {} } })).toBe(
      known,
    );
    expect(mergeToolPart(known, { id: 'prt_1' })).toBe(known);
  });

  it('keeps the identity of a branch that did not change', () => {
    const known = heard(running);
    const next = mergeToolPart(known, structuredClone(completed));
    expect(next.input).toBe(known.input);
    expect(next.metadata).not.toBe(known.metadata);
  });

  it('keeps the name when the server renames the call to invalid', () => {
    const renamed = wire({ status: 'running', input: { tool: 'other' } }, { tool: 'invalid' });
    expect(heard(pending, renamed).tool).toBe('bash');
    expect(heard(wire({ status: 'pending' }, { tool: 'invalid' }), renamed).tool).toBe('other');
    expect(heard(renamed, pending).tool).toBe('bash');
  });

  it('never goes back, and takes from a late update only what is missing', () => {
    const late = wire({ status: 'running', title: 'Run', input: { command: 'old' }, metadata: { output: 'a' } });
    const known = heard(wire({ status: 'queued', input: { command: 'ls' } }));
    expect(mergeToolPart(known, { ...late, state: { ...late.state, status: 'pending' } })).toEqual({
      ...known,
      title: 'Run',
      metadata: { output: 'a' },
    });
  });

  it('takes nothing from a late update of a call that has ended', () => {
    const known = heard(wire({ status: 'completed', input: { command: 'ls' }, output: 'b' }));
    expect(mergeToolPart(known, running)).toBe(known);
    expect(heard(completed, pending)).toEqual(first(completed));
  });

  it('goes on through a status it does not know', () => {
    const queued = wire({ status: 'queued' });
    expect(heard(pending, queued).status).toBe('queued');
    expect(heard(queued, pending).status).toBe('queued');
    expect(heard(queued, completed).status).toBe('completed');
    expect(heard(completed, queued).status).toBe('completed');
  });

  it('forgets the error of a call that completed after all', () => {
    expect(heard(failed, completed)).not.toHaveProperty('error');
  });

  it('keeps the routing of a question that its update does not know', () => {
    const known = deepFreeze({
      ...first(pending),
      tool: 'question',
      input: { questions: [], opencode_request_id: 'que_1' },
    });
    const update = wire({ status: 'running', input: { questions: [{ question: 'Why?' }] } }, { tool: 'question' });
    expect(mergeToolPart(known, update).input).toEqual({
      questions: [{ question: 'Why?' }],
      opencode_request_id: 'que_1',
    });
  });
});
