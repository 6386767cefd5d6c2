import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Sandbox, SandboxOptions } from '../../../examples/sandbox/index.js';
import { makeRepository } from '../../../scripts/dashboard/git-repository.js';
import type { PageConfig } from '../../../scripts/dashboard/options.js';
import { serveStatic, type StaticServer } from '../../../scripts/dashboard/static-server.js';
import { faultProxy, type FaultProxy } from '../../support/fault-proxy.js';
import { plainSession, plainTurn, useSandbox } from '../../support/sandbox.js';
import { launchBrowser } from './chromium.js';
import { Complaints } from './complaints.js';
import { Dashboard } from './dashboard.js';

/** Milliseconds a spec may take, and a step of it, on a busy machine. */
const SPEC = 120_000;
const STEP = 30_000;

/** How a page is opened. */
export interface OpenOptions extends BrowserContextOptions {
  /** The path of the address. @defaultValue `'/'` */
  readonly path?: string;
  /** What the page is told of the server, as far as it is not the truth. @defaultValue `{}` */
  readonly config?: Partial<PageConfig>;
}

/** One spec's stage: the page's server, a real OpenCode server, and between that and the page a proxy. */
export class Stage {
  readonly #pages: Dashboard[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly proxy: FaultProxy,
    private readonly browser: Browser,
    private readonly site: StaticServer,
    private readonly config: PageConfig,
  ) {}

  static async set(sandbox: Sandbox, browser: Browser): Promise<Stage> {
    const proxy = await faultProxy(sandbox.url);
    const { username, password } = sandbox;
    const config = { baseUrl: proxy.url, username, password };
    const folder = process.env['DASHBOARD_DIST'] ?? '';
    return new Stage(sandbox, proxy, browser, await serveStatic({ folder, port: 0, config }), config);
  }

  /** Opens the page in a browser profile of its own. */
  async open({ path = '/', config, ...options }: OpenOptions = {}): Promise<Dashboard> {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(STEP);
    const told = { ...this.config, ...config };
    if (config) await context.route('**/config.json', route => route.fulfill({ json: told }));
    return this.#visit(await context.newPage(), path);
  }

  /** One more tab beside a page. */
  async openTab({ page }: Dashboard, path = '/'): Promise<Dashboard> {
    return this.#visit(await page.context().newPage(), path);
  }

  /** A session on the server, made without the page; its id. */
  session(title: string): Promise<string> {
    return plainSession(this.sandbox, { title });
  }

  /** Closes everything; rejects when a page complained of anything. */
  async strike(): Promise<void> {
    const complaints = this.#pages.flatMap(page => page.complaints.all);
    await Promise.all(this.#pages.map(({ page }) => page.context().close()));
    await this.proxy.down();
    await this.site.close();
    if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`);
  }

  async #visit(page: Dashboard['page'], path: string): Promise<Dashboard> {
    const dashboard = new Dashboard(page, await Complaints.of(page));
    this.#pages.push(dashboard);
    await page.goto(new URL(path, this.site.url).href);
    return dashboard;
  }
}

/**
 * One server and one browser for a spec file, one stage for each of its specs. After each spec, no page may have
 * complained.
 */
export function useDashboard(options: SandboxOptions = {}): () => Stage {
  const sandbox = useSandbox({ delay: 1, ...options });
  let browser: Browser | undefined;
  let stage: Stage | undefined;
  jest.setTimeout(SPEC);
  beforeAll(async () => {
    await makeRepository(sandbox().directory);
    await plainTurn(sandbox(), await plainSession(sandbox(), { title: 'Warm-up' }), 'Warm up.');
    browser = await launchBrowser();
  }, SPEC);
  beforeEach(async () => {
    if (browser) stage = await Stage.set(sandbox(), browser);
  });
  afterEach(() => stage?.strike());
  afterAll(() => browser?.close());
  return () => {
    if (stage === undefined) throw new Error('The spec has not started');
    return stage;
  };
}
