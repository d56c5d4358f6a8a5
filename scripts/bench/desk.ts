// What a reviewer waits for at a desk with a long queue, and what many cases leave behind in the page.
import { chromium, type Page } from '@playwright/test';
import type { Client } from '../../tests/support/client.ts';
import type { Server } from '../../tests/support/server.ts';
import { goOnAs } from '../../tests/support/sweep.ts';
import { atMost, noted, percentile, type Figure } from './figure.ts';
import { alive, type Left } from './interaction.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Case after case, as many as the budget on memory speaks of. */
const CASES = 500;
/** Before anything counts: compiled code, and what a page keeps for good. */
const WARM_UP = 20;
const PAGES = 60;
const LINE = '.row__open';
const CASE = '.case__head h1';
/** What the browser has not collected yet when it is counted; one kept a case would be ten times as many. */
const NO_LEAK = 50;

/** From the press of a key to the paint that shows what it asked for, with the server's answer in between. */
export async function desk(server: Server, reviewer: Client, of: string): Promise<Figure[]> {
  const args = ['--js-flags=--expose-gc', '--disable-gpu-vsync', '--disable-frame-rate-limit'];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  try {
    const page = await browser.newPage();
    await goOnAs(page, reviewer, server);
    const lists = await pages(page, server);
    const cases = await nextCases(page, server);
    return [
      atMost(`page of the queue ${of}, painted, p95`, percentile(lists, 0.95), 150, 'ms', `median ${percentile(lists, 0.5).toFixed(1)} ms`),
      atMost(`next case ${of}, painted, p95`, percentile(cases.ms, 0.95), 150, 'ms', `median ${percentile(cases.ms, 0.5).toFixed(1)} ms`),
      atMost(`elements more after ${CASES} cases`, cases.nodes, NO_LEAK, '', `one kept each time: ${CASES}`),
      atMost(`listeners more after ${CASES} cases`, cases.listeners, NO_LEAK, '', `one kept each time: ${CASES}`),
      noted(`script memory more after ${CASES} cases`, cases.heap / 1024, 'KB'),
    ];
  } finally {
    await browser.close();
  }
}

/** The page after the one that is shown, and back to it, in turn. */
async function pages(page: Page, server: Server): Promise<number[]> {
  await page.goto(`${server.origin}/review`);
  await page.locator(LINE).first().waitFor();
  const taken: number[] = [];
  for (let number = 0; number < PAGES + WARM_UP; number += 1) {
    const ms = await pressed(page, number % 2 === 0 ? '.' : ',', LINE);
    if (number >= WARM_UP) {
      taken.push(ms);
    }
  }
  return taken;
}

interface Cases extends Left {
  ms: number[];
}

async function nextCases(page: Page, server: Server): Promise<Cases> {
  const ms: number[] = [];
  await page.goto(`${server.origin}/review`);
  await page.locator(LINE).first().waitFor();
  for (let number = 0; number < WARM_UP; number += 1) {
    await pressed(page, 'n', CASE);
  }
  const before = await atRest(page);
  for (let number = 0; number < CASES; number += 1) {
    ms.push(await pressed(page, 'n', CASE));
  }
  const after = await atRest(page);
  return {
    ms,
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
    heap: after.heap - before.heap,
  };
}

/** What is alive back on the list, which is the same before and after: cases differ in what they hold. */
async function atRest(page: Page): Promise<Left> {
  await pressed(page, 'q', LINE);
  return alive(page);
}

/** Presses a key, and gives the time until the frame in which what `changes` says is another. */
async function pressed(page: Page, key: string, changes: string): Promise<number> {
  await page.evaluate((changes) => {
    const text = () => `${location.pathname} ${document.querySelector(changes)?.textContent ?? ''}`;
    const before = text();
    const taken = new Promise<number>((resolve) => {
      addEventListener(
        'keydown',
        ({ timeStamp }) => {
          const look = () => {
            if (document.querySelector(changes) === null || text() === before) {
              requestAnimationFrame(look);
              return;
            }
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - timeStamp);
            port2.postMessage(null);
          };
          requestAnimationFrame(look);
        },
        { capture: true, once: true },
      );
    });
    Object.assign(window, { taken });
  }, changes);
  await page.keyboard.press(key);
  return page.evaluate(() => (window as unknown as { taken: Promise<number> }).taken);
}
