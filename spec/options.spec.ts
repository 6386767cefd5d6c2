import { noInstrumentation } from '../lib/instrumentation.js';
import { environment, resolveOptions, type OpencodeClientOptions } from '../lib/options.js';

const basic = (credentials: string): string => `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
const resolve = (options: OpencodeClientOptions = {}, env: Record<string, string> = {}) => resolveOptions(options, env);

describe('the options of a client', () => {
  it('have defaults', () => {
    expect(resolve()).toMatchObject({
      baseUrl: 'http://localhost:4096',
      baseQuery: {},
      authorization: {},
      timeout: 120_000,
      maxEventBytes: 16 * 1024 * 1024,
      connectTimeout: 10_000,
      heartbeatTimeout: 65_000,
      reconcileInterval: 30_000,
    });
  });

  it('are filled in from the environment, whose timeout is in seconds', () => {
    const env = {
      OPENCODE_BASE_URL: 'https://agent.test/',
      OPENCODE_SERVER_USERNAME: 'me',
      OPENCODE_SERVER_PASSWORD: 'secret',
      OPENCODE_TIMEOUT: '2.5',
    };
    expect(resolve({}, env)).toMatchObject({
      baseUrl: 'https://agent.test',
      authorization: { authorization: basic('me:secret') },
      timeout: 2500,
    });
    expect(resolve({ baseUrl: 'http://other.test', username: 'you', password: 'p', timeout: 7 }, env)).toMatchObject({
      baseUrl: 'http://other.test',
      authorization: { authorization: basic('you:p') },
      timeout: 7,
    });
  });

  it('take empty variables for none', () => {
    const env = {
      OPENCODE_BASE_URL: '',
      OPENCODE_SERVER_PASSWORD: '',
      OPENCODE_SERVER_USERNAME: '',
      OPENCODE_TIMEOUT: '',
    };
    expect(resolve({}, env)).toEqual(resolve());
  });

  it('keep path prefix and query of the base URL, and move its credentials into the header', () => {
    expect(resolve({ baseUrl: new URL('https://m%C3%BCller:p%40ss@agent.test/prefix/?tenant=a#x') })).toMatchObject({
      baseUrl: 'https://agent.test/prefix',
      baseQuery: { tenant: 'a' },
      authorization: { authorization: basic('müller:p@ss') },
    });
    expect(resolve({ baseUrl: 'http://u:100%@agent.test' }).authorization).toEqual({ authorization: basic('u:100%') });
  });

  it('send the scope with every request', () => {
    expect(resolve({ directory: '/a b', workspace: 'w' }).baseQuery).toEqual({ directory: '/a b', workspace: 'w' });
  });

  it.each([
    [{ baseUrl: 'localhost:4096' }, 'baseUrl must be an http or https URL'],
    [{ baseUrl: 'ftp://x' }, 'baseUrl must be'],
    [{ baseUrl: '' }, 'baseUrl must be'],
    [{ timeout: 0 }, 'timeout must be a positive number of milliseconds'],
    [{ timeout: Number.NaN }, 'timeout must be'],
    [{ maxEventBytes: -1 }, 'maxEventBytes must be a positive number of bytes'],
    [{ heartbeatTimeout: '1' }, 'heartbeatTimeout must be'],
    [{ headers: { a: 1 } }, 'headers must be'],
    [{ headers: 'a: b' }, 'headers must be'],
    [{ headers: new Headers({ a: 'b' }) }, 'headers must be a plain object'],
    [{ headers: { authorization: 'a\n' } }, 'without line breaks'],
    [{ fetch: {} }, 'fetch must be a function'],
    [{ instrumentation: {} }, 'instrumentation must be an object with instrument and notify'],
    [{ directory: '' }, 'directory must be a non-empty string'],
    [null, 'options must be an object'],
    ['http://x', 'options must be an object'],
    [{ baseURL: 'http://x' }, "unknown option 'baseURL'; known are baseUrl"],
    [{ __proto__: null, constructor: 1 }, "unknown option 'constructor'"],
  ])('refuse %j', (options, words) => {
    expect(() => resolve(options as OpencodeClientOptions)).toThrow(TypeError);
    expect(() => resolve(options as OpencodeClientOptions)).toThrow(words);
  });

  it('name the variable that is wrong, and never quote a URL that may hold a password', () => {
    expect(() => resolve({}, { OPENCODE_BASE_URL: 'ftp://u:hunter2@x' })).toThrow('OPENCODE_BASE_URL must be');
    expect(() => resolve({}, { OPENCODE_BASE_URL: 'ftp://u:hunter2@x' })).not.toThrow('hunter2');
    expect(() => resolve({}, { OPENCODE_TIMEOUT: 'soon' })).toThrow(
      'OPENCODE_TIMEOUT must be a positive number of seconds',
    );
  });

  it('may be given as undefined', () => {
    expect(resolve({ baseUrl: undefined, password: undefined, fetch: undefined })).toEqual(resolve());
    expect(resolve({ instrumentation: noInstrumentation }).instrumentation).toBe(noInstrumentation);
  });

  it('read the environment only where there is one', () => {
    const { process } = globalThis;
    try {
      Reflect.deleteProperty(globalThis, 'process');
      expect(environment()).toEqual({});
    } finally {
      globalThis.process = process;
    }
    expect(environment()).toBe(process.env);
  });
});
