// What a person waits for inside the page: from an action to the paint that shows it, and what many actions leave behind.
import { chromium, type Browser, type Page } from '@playwright/test';
import { expectBody } from '../../tests/support/client.ts';
import type { Server } from '../../tests/support/server.ts';
import { goOnAs, signedIn } from '../../tests/support/sweep.ts';
import { atMost, noted, percentile, type Figure } from './figure.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const CHANGES = 60;
const KEYS = 120;
/** The budget speaks of this many route changes. */
const MANY_CHANGES = 500;
/** Before counting: what a page keeps for good (parsed words, compiled code) is there after these. */
const WARM_UP = 100;
/** What the browser has not collected yet when it is counted; one kept a change would be ten times as many. */
const NO_LEAK = 50;

export async function interaction(server: Server): Promise<Figure[]> {
  // A screen of 60 Hz makes everything wait for its next frame, up to 16.7 ms, whatever was done: here frames come at once,
  // so that what is measured is the page's own.
  const args = ['--js-flags=--expose-gc', '--disable-gpu-vsync', '--disable-frame-rate-limit'];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  try {
    return [...(await routeChanges(browser, server)), ...(await keyPresses(browser, server))];
  } finally {
    await browser.close();
  }
}

/** Between two pages that ask the server for nothing: sign-in and registration. */
async function routeChanges(browser: Browser, server: Server): Promise<Figure[]> {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/sign-in`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const taken: number[] = [];
  for (let change = 0; change < CHANGES; change += 1) {
    taken.push(await changeRoute(page, change));
  }
  const before = await leftBehind(page, WARM_UP);
  const after = await leftBehind(page, MANY_CHANGES);
  await page.close();
  const leak = `one kept each time: ${MANY_CHANGES}`;
  return [
    atMost('route change to painted, p95', percentile(taken, 0.95), 50, 'ms'),
    noted('the same, median', percentile(taken, 0.5), 'ms'),
    atMost(`elements more after ${MANY_CHANGES} route changes`, after.nodes - before.nodes, NO_LEAK, '', leak),
    atMost(`listeners more after ${MANY_CHANGES} route changes`, after.listeners - before.listeners, NO_LEAK, '', leak),
    noted(`script memory more after ${MANY_CHANGES} route changes`, (after.heap - before.heap) / 1024, 'KB'),
  ];
}

/** Follows the link to the other of the two pages, and gives the time until the frame with its heading is on the screen. */
function changeRoute(page: Page, change: number): Promise<number> {
  const path = change % 2 === 0 ? '/register' : '/sign-in';
  return page.evaluate(async (path) => {
    const link = document.querySelector<HTMLElement>(`main a[href="${path}"], a[href="${path}"]`);
    if (link === null) {
      throw new Error(`no link to ${path} on ${location.pathname}`);
    }
    const heading = document.querySelector('h1')?.textContent;
    const begin = performance.now();
    const shown = new Promise<void>((resolve) => {
      const watch = new MutationObserver(() => {
        const now = document.querySelector('h1')?.textContent;
        if (now !== undefined && now !== heading) {
          watch.disconnect();
          resolve();
        }
      });
      watch.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    link.click();
    await shown;
    // The next frame holds the change; a message sent from it is delivered after it was painted.
    await new Promise<void>((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      }),
    );
    return performance.now() - begin;
  }, path);
}

/** What is alive after so many further route changes. */
async function leftBehind(page: Page, changes: number): Promise<Left> {
  for (let change = 0; change < changes; change += 1) {
    await changeRoute(page, change);
  }
  return alive(page);
}

export interface Left {
  nodes: number;
  listeners: number;
  heap: number;
}

/** What is alive in a page, all rubbish collected. */
export async function alive(page: Page): Promise<Left> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  await devtools.detach();
  return { nodes: value('Nodes'), listeners: value('JSEventListeners'), heap: value('JSHeapUsedSize') };
}

/** In the task of the application that has the most fields. */
async function keyPresses(browser: Browser, server: Server): Promise<Figure[]> {
  const client = await signedIn(server, 'demo-researcher');
  expectBody(await client.post('/api/v1/applications'), 201);
  const page = await browser.newPage();
  await goOnAs(page, client, server);
  await page.goto(`${server.origin}/apply/affiliation`);
  const field = page.getByLabel('Organisation', { exact: true });
  await field.click();
  await page.evaluate(() => {
    const taken: number[] = [];
    Object.assign(window, { taken });
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => taken.push(performance.now() - timeStamp);
          port2.postMessage(null);
        }),
      { capture: true },
    );
  });
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press('abcdefghij'[key % 10] ?? 'a');
    // Nobody types faster than the screen shows.
    await page.waitForFunction((keys) => (window as unknown as { taken: number[] }).taken.length > keys, key);
  }
  const taken = await page.evaluate(() => (window as unknown as { taken: number[] }).taken);
  await page.close();
  client.close();
  return [atMost('key press to paint in the largest form, p95', percentile(taken, 0.95), 16, 'ms', 'frames at once; one of 60 Hz lasts 16.7 ms')];
}
