// A browser of its own, with a profile on the disk, that can be killed and opened again on the same profile.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { Watch } from './watch.ts';

export class OwnBrowser {
  private constructor(
    private readonly profile: string,
    private readonly watch: Watch,
    private process: ChildProcess,
    private browser: Browser,
  ) {}

  static async open(profile: string, watch: Watch): Promise<OwnBrowser> {
    return new OwnBrowser(profile, watch, ...(await start(profile, watch)));
  }

  /** What it keeps on the disk is in this context. */
  get context(): BrowserContext {
    return only(this.browser);
  }

  async page(address: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(address);
    return page;
  }

  /** All of it ends at once, without a word to any page. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }

  /** The person closes it. */
  async close(): Promise<void> {
    const ended = once(this.process, 'exit');
    const session = await this.browser.newBrowserCDPSession();
    await session.send('Browser.close');
    await ended;
  }

  async again(): Promise<void> {
    [this.process, this.browser] = await start(this.profile, this.watch);
  }
}

function only(browser: Browser): BrowserContext {
  const [context] = browser.contexts();
  if (!context) throw new Error('the browser has no profile');
  return context;
}

async function start(profile: string, watch: Watch): Promise<[ChildProcess, Browser]> {
  const { executablePath = '', args = [] } = test.info().project.use.launchOptions ?? {};
  const own = ['--headless=new', '--lang=en-GB', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'];
  const process = spawn(executablePath, [...args, ...own], { stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await new Promise<string>((resolve, reject) => {
    process.once('exit', () => reject(new Error('the browser did not start')));
    createInterface({ input: process.stderr }).on('line', (line) => {
      const found = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
  const browser = await chromium.connectOverCDP(address);
  await watch.over(only(browser), 'own browser');
  return [process, browser];
}
