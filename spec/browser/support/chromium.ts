import { existsSync } from 'node:fs';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';

const DEBIAN = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Where Google Chrome is when nobody installed it elsewhere; playwright knows it as a channel. */
const CHROME = [
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** As root it has no sandbox; and it shall ask nobody for anything. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser to drive; throws with what to install where there is none. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): Pick<LaunchOptions, 'executablePath' | 'channel'> {
  const named = env['CHROMIUM'] ?? '';
  if (named !== '' && !existsSync(named)) throw new Error(`CHROMIUM names ${named}, which is not there`);
  const executablePath = named || DEBIAN.find(path => existsSync(path));
  if (executablePath !== undefined) return { executablePath };
  if (CHROME.some(path => existsSync(path))) return { channel: 'chrome' };
  throw new Error(
    'No browser: install Chromium (apt-get install chromium) or Google Chrome, or set CHROMIUM to its path',
  );
}

/** A headless browser without a window. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ ...findBrowser(), args: QUIET });
}
