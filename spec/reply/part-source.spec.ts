import { isStreamOnly, stampSource, TODO_UPDATED } from '../../lib/reply/part-source.js';

const part = Object.freeze({ type: 'tool', metadata: Object.freeze({ truncated: false }) });

describe('stampSource', () => {
  it('writes the source into a copy and keeps the rest of the metadata', () => {
    expect(stampSource(part, TODO_UPDATED)).toEqual({
      type: 'tool',
      metadata: { truncated: false, source: 'todo.updated' },
    });
    expect(part.metadata).toEqual({ truncated: false });
  });

  it('makes metadata where there is none', () => {
    expect(stampSource({ type: 'tool' }, TODO_UPDATED).metadata).toEqual({ source: 'todo.updated' });
  });

  it('throws for an unknown source and lists the known', () => {
    const stamp = () => stampSource(part, 'todo.update' as 'todo.updated');
    expect(stamp).toThrow(TypeError);
    expect(stamp).toThrow(/todo\.update\b.*todo\.updated/);
  });
});

describe('isStreamOnly', () => {
  it('knows a stamped part, also after a way through JSON', () => {
    expect(isStreamOnly(JSON.parse(JSON.stringify(stampSource(part, TODO_UPDATED))))).toBe(true);
  });

  it.each([part, { metadata: { source: 'elsewhere' } }, {}, null, undefined, 'todo.updated'])(
    'is not so for %j',
    not => {
      expect(isStreamOnly(not)).toBe(false);
    },
  );
});
