import { eventually, borrowSandbox } from '../support/sandbox.js';

let mockServer = '';

/** The postcard names the address every OpenCode server has by default; here it leads to the sandbox. */
jest.mock('../../lib/transport/fetch-node', () => {
  const { defaultFetch } = jest.requireActual<{ defaultFetch: (url: string, init: object) => unknown }>(
    '../../lib/transport/fetch-node',
  );
  return {
    defaultFetch: (url: string, init: object) => defaultFetch(url.replace('http://localhost:4096', mockServer), init),
  };
});

describe('the postcard', () => {
  const sandbox = borrowSandbox();
  afterEach(() => jest.restoreAllMocks());

  it('prints snapshots that grow, and says when it is done', async () => {
    mockServer = sandbox().url;
    process.env['OPENCODE_SERVER_PASSWORD'] = sandbox().password;
    const lines: string[][] = [];
    jest.spyOn(console, 'log').mockImplementation((...line: string[]) => lines.push(line));
    await import('../../examples/postcard.js');
    await eventually(
      () => Promise.resolve(lines),
      seen => seen.at(-1)?.[0] === 'done',
    );
    const texts = lines.slice(0, -1).map(([, text]) => text);
    expect(lines[0]).toEqual(['waiting', '']);
    expect(lines.at(-2)).toEqual([
      'completed',
      expect.stringContaining('I heard you: "Explain monads in two sentences."'),
    ]);
    expect(new Set(texts).size).toBeGreaterThan(5);
    texts.slice(1).forEach((text, index) => expect(text).toContain(texts[index]));
  });
});
