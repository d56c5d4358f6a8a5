// What a browser test is given: a server of its own, a mail server, and pages that are watched for every error.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { OwnBrowser } from './browser.ts';
import { Mailbox } from './mail.ts';
import { Cluster } from './postgres.ts';
import { Server } from './server.ts';
import { Watch } from './watch.ts';

export interface Options {
  /** Which database the server of a test runs on; set by the project. */
  database: 'sqlite' | 'postgres';
  /** `serve` starts an empty portal, `demo` one with the demonstration's data. */
  command: 'serve' | 'demo';
  /** Settings of the program, as its environment gives them: `{ ACCEDE_… : '…' }`. */
  settings: Record<string, string>;
}

interface Fixtures {
  mailbox: Mailbox;
  server: Server;
  watch: Watch;
  /** Opens a browser of their own for a further person: other cookies, other storage, watched alike. */
  person: (name: string) => Promise<Page>;
  /** An empty folder of the test's own. */
  folder: string;
  /** A browser with a profile on the disk, which can be killed and opened again. */
  ownBrowser: OwnBrowser;
}

interface WorkerFixtures {
  cluster: () => Promise<Cluster>;
}

export const test = base.extend<Fixtures & Options, WorkerFixtures>({
  database: ['sqlite', { option: true }],
  command: ['serve', { option: true }],
  settings: [{}, { option: true }],

  // Started when the first test asks for it: the SQLite project never does.
  cluster: [
    async ({}, use) => {
      let cluster: Promise<Cluster> | undefined;
      await use(() => (cluster ??= Cluster.start()));
      await (await cluster)?.stop();
    },
    { scope: 'worker' },
  ],

  mailbox: async ({}, use) => {
    const mailbox = await Mailbox.open();
    await use(mailbox);
    await mailbox.close();
  },

  server: async ({ database, command, settings, cluster, mailbox }, use, testInfo) => {
    const databaseUrl = database === 'postgres' ? await (await cluster()).createDatabase() : undefined;
    const server = await Server.start({ command, databaseUrl, smtpPort: mailbox.port, settings });
    await use(server);
    const stopped = await server.stop();
    if (testInfo.status !== testInfo.expectedStatus || stopped !== 0) {
      await testInfo.attach('server log', { body: server.log, contentType: 'text/plain' });
    }
    if (stopped !== 0) {
      throw new Error(`the server ended with ${stopped} on SIGTERM:\n${server.log.slice(-2000)}`);
    }
  },

  baseURL: async ({ server }, use) => use(server.origin),

  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    watch.verify();
  },

  context: async ({ context, watch }, use) => {
    await watch.over(context, 'page');
    await use(context);
  },

  person: async ({ browser, baseURL, watch, contextOptions }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (name) => {
      const context = await browser.newContext({ ...contextOptions, baseURL });
      contexts.push(context);
      await watch.over(context, name);
      return context.newPage();
    });
    for (const context of contexts) {
      await context.close();
    }
  },

  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'accede-browser-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },

  ownBrowser: async ({ folder, watch }, use) => {
    const browser = await OwnBrowser.open(folder, watch);
    await use(browser);
    await browser.kill();
  },
});

export { expect } from '@playwright/test';
