import { filePartFromMessagePart, patchPartFromMessagePart } from '../../lib/reply/file-part.js';

const base = { id: 'prt_1', messageID: 'msg_1' };

describe('filePartFromMessagePart', () => {
  it('keeps what a reply shows of a file', () => {
    const file = { ...base, type: 'file' as const, mime: 'text/plain', filename: 'a.txt', url: 'file:///a.txt' };
    expect(filePartFromMessagePart({ ...file, sessionID: 'ses' } as typeof file)).toEqual(file);
  });

  it('knows a file of which little is said', () => {
    const mime = 'application/octet-stream';
    expect(filePartFromMessagePart(base)).toEqual({ ...base, type: 'file', mime, url: '' });
  });
});

describe('patchPartFromMessagePart', () => {
  it('keeps the hash and the files', () => {
    const patch = { ...base, type: 'patch' as const, hash: 'abc', files: ['a', 'b'] };
    expect(patchPartFromMessagePart(patch)).toEqual(patch);
    expect(patchPartFromMessagePart(base)).toEqual({ ...base, type: 'patch', hash: '', files: [] });
  });
});
