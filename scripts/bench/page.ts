// What a first visit costs: bytes, requests, and what Lighthouse says of it on a throttled phone.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { readdirSync, statSync } from 'node:fs';
import { atLeast, atMost, noted, type Figure } from './figure.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** What each build can load, brotli; `scripts/bytes.mjs` is the gate. Workers are loaded apart, and only when they are needed. */
export function bytes(): Figure[] {
  const sizeOf = (folder: string, pattern: RegExp) =>
    readdirSync(`dist/${folder}`)
      .filter((name) => pattern.test(name) && !/^(worker|lang)-/.test(name))
      .reduce((sum, name) => sum + statSync(`dist/${folder}${name}`).size, 0) / 1024;
  const build = (name: string, folder: string, beside?: string) =>
    atMost(`page, brotli, all of it: ${name}`, sizeOf(folder, /\.br$/), 200, 'KB', beside);
  return [
    build('reading', '', 'the smallest Leptos page with router and fetch: 120 KB'),
    build('applying', 'apply/'),
    build('what a person keeps', 'account/'),
    build('staff at work on applications', 'desk/'),
    build('staff beside that', 'office/'),
    noted('of the first the program', sizeOf('', /\.(wasm|js)\.br$/), 'KB', 'DUOS: 497 KB of script'),
    noted('of the first the style sheet', sizeOf('', /\.css\.br$/), 'KB', "govuk-frontend's components in use: 10 KB"),
  ];
}

/** Lighthouse, mobile, on one path of a running server; with a session's cookie where the page is somebody's own. */
export async function visit(name: string, url: string, cookie?: string): Promise<Figure[]> {
  const chrome = await launch({
    chromePath: CHROMIUM,
    chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  try {
    const onlyCategories = ['performance', 'accessibility', 'best-practices'];
    const extraHeaders = cookie === undefined ? undefined : { Cookie: cookie };
    const result = await lighthouse(url, { port: chrome.port, onlyCategories, logLevel: 'error', extraHeaders });
    if (result === undefined) {
      throw new Error(`Lighthouse gave no report for ${url}`);
    }
    const { audits, categories } = result.lhr;
    const score = (category: string) => categories[category]?.score ?? 0;
    const value = (audit: string) => audits[audit]?.numericValue ?? Infinity;
    return [
      atLeast(`${name}: Lighthouse performance`, score('performance'), 0.98, ''),
      atLeast(`${name}: Lighthouse accessibility`, score('accessibility'), 1, ''),
      atLeast(`${name}: Lighthouse best practices`, score('best-practices'), 1, ''),
      atMost(`${name}: largest contentful paint`, value('largest-contentful-paint') / 1000, 2.2, 's'),
      atMost(`${name}: layout shift`, value('cumulative-layout-shift'), 0, ''),
      atMost(`${name}: blocking time`, value('total-blocking-time'), 50, 'ms'),
      atMost(`${name}: requests before the first useful paint`, requestsBeforePaint(audits), 6, ''),
    ];
  } finally {
    await chrome.kill();
  }
}

interface NetworkItem {
  networkRequestTime: number;
  url: string;
}

/** Of the tab, not of the page: a browser asks for it last, and paints without it. */
const ICON = /\/mark-\w+\.svg$/;

/** Requests that had begun when the largest content was painted, as observed and not as simulated; the icon aside. */
function requestsBeforePaint(audits: Record<string, { details?: unknown }>): number {
  const metrics = audits['metrics']?.details as { items: Record<string, number>[] } | undefined;
  const network = audits['network-requests']?.details as { items: NetworkItem[] } | undefined;
  const paint = metrics?.items[0]?.['observedLargestContentfulPaint'] ?? Infinity;
  const items = network?.items.filter(({ url }) => !ICON.test(url)) ?? [];
  const start = Math.min(...items.map((item) => item.networkRequestTime));
  return items.filter((item) => item.networkRequestTime - start <= paint).length;
}
