import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { dashboardOptions } from '../../scripts/dashboard/options.js';
import { serveStatic, type StaticServer } from '../../scripts/dashboard/static-server.js';

const ROOT = join(__dirname, '..', '..');

describe('the options of npm run example:angular', () => {
  const none = { port: undefined, server: undefined, help: false };

  it('want nothing', () => {
    expect(dashboardOptions([], {})).toEqual(none);
    expect(dashboardOptions(['--port', '8080', '--help'], {})).toEqual({ ...none, port: 8080, help: true });
  });

  it('take a server from the environment, as the client does', () => {
    const OPENCODE_BASE_URL = 'http://localhost:4096';
    expect(dashboardOptions([], { OPENCODE_BASE_URL }).server).toEqual({
      baseUrl: OPENCODE_BASE_URL,
      username: 'opencode',
      password: '',
    });
    const env = { OPENCODE_BASE_URL, OPENCODE_SERVER_USERNAME: 'me', OPENCODE_SERVER_PASSWORD: 'secret' };
    expect(dashboardOptions([], env).server).toMatchObject({ username: 'me', password: 'secret' });
  });

  it.each([['--port', 'x'], ['--port', '70000'], ['--port', '-1'], ['--open'], ['stray']])(
    'refuse %s %s',
    (...args) => {
      expect(() => dashboardOptions(args, {})).toThrow();
    },
  );

  it.each(['localhost:4096', 'nonsense', 'file:///etc'])('refuse %s as a server', OPENCODE_BASE_URL => {
    expect(() => dashboardOptions([], { OPENCODE_BASE_URL })).toThrow('OPENCODE_BASE_URL');
  });
});

describe('the server of the built page', () => {
  const config = { baseUrl: 'http://127.0.0.1:4096/prefix', username: 'opencode', password: 'secret' };
  let parent: string;
  let server: StaticServer;

  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'opencode-rx-page-'));
    const folder = join(parent, 'dist');
    mkdirSync(folder);
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'main-ABCDEFGH.js'), 'export {};');
    writeFileSync(join(parent, 'dist-secret'), 'outside');
    server = await serveStatic({ folder, port: 0, config });
  });

  afterAll(async () => {
    await server.close();
    rmSync(parent, { recursive: true });
  });

  /** With node:http, which sends a path and a host as they are. */
  async function get(path: string, method = 'GET', host?: string) {
    const headers = host === undefined ? {} : { host };
    const { port } = new URL(server.url);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, method, headers }, resolve).once('error', reject).end();
    });
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
  }

  it.each(['/', '/session/ses_1', '/session/%', '/?a=b'])('answers %s with the page', async path => {
    const { status, headers, body } = await get(path);
    expect({ status, body }).toEqual({ status: 200, body: '<!doctype html>' });
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  });

  it('answers a file with its type, and for ever if its name has a hash', async () => {
    const { headers, body } = await get('/main-ABCDEFGH.js');
    expect(body).toBe('export {};');
    expect(headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8' });
    expect(headers['cache-control']).toContain('immutable');
    expect(await get('/main-ABCDEFGH.js', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it('lets the page talk to itself and its server, and run its own scripts only', async () => {
    const policy = (await get('/')).headers['content-security-policy'];
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self' http://127.0.0.1:4096;");
    expect(policy).not.toContain('eval');
  });

  it('tells the page of its server', async () => {
    expect(JSON.parse((await get('/config.json')).body)).toEqual(config);
  });

  it.each([
    [404, '/missing.js', 'GET'],
    [404, '/%2e%2e%2fdist-secret.txt', 'GET'],
    [405, '/', 'POST'],
  ])('answers %i for %s by %s', async (status, path, method) => {
    expect((await get(path, method)).status).toBe(status);
  });

  it('stays inside its folder', async () => {
    expect((await get('/%2e%2e%2fdist-secret')).body).not.toContain('outside');
    expect((await get('/../dist-secret')).body).not.toContain('outside');
  });

  it("tells nothing to a page that comes by another's name", async () => {
    expect(await get('/config.json', 'GET', 'attacker.example')).toMatchObject({ status: 421, body: '421' });
  });
});

describe('the lock of the dashboard', () => {
  const read = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  const { packages } = read('examples/angular-dashboard/package-lock.json') as {
    packages: Record<string, { integrity?: string; resolved?: string; dependencies?: object }>;
  };

  it('holds what the library needs, and not which build of it', () => {
    const library = packages['node_modules/opencode-rx'];
    expect(library?.dependencies).toEqual((read('package.json') as { dependencies: object }).dependencies);
    expect(library?.integrity).toBeUndefined();
  });

  it("names no machine's registry", () => {
    const resolved = Object.values(packages).flatMap(({ resolved }) => resolved ?? []);
    expect(resolved).toEqual(['file:opencode-rx.tgz']);
  });
});
