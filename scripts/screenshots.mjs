// Renews the pictures of the README from a running demonstration, freshly loaded: `make run`, then
// `node scripts/screenshots.mjs [ORIGIN]`.
import { writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';

const ORIGIN = process.argv[2] ?? 'http://127.0.0.1:8600';
const FOLDER = new URL('../docs/images/', import.meta.url).pathname;
const PASSPHRASE = 'quiet-lantern-orchard-tide';

/** Who sees a page, and how it is come to. Nobody: a visitor. */
const PICTURES = [
  { name: 'home', path: '/' },
  { name: 'dashboard', who: 'demo-credentialed', path: '/dashboard' },
  { name: 'dataset', who: 'demo-credentialed', path: '/datasets/mimiciv', part: '.methods' },
  { name: 'queue', who: 'demo-reviewer', path: '/review' },
  { name: 'case', who: 'demo-reviewer', path: '/review', open: /Lotte Example/ },
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const people = new Map();
  for (const { name, who, path, open, part } of PICTURES) {
    if (!people.has(who)) people.set(who, await enter(who));
    const page = people.get(who);
    await show(page, path);
    if (open) {
      await page.getByRole('link', { name: open }).click();
      await whole(page);
    }
    // A little of what comes before shows where on the page it is.
    if (part) await page.locator(part).evaluate((element) => window.scrollTo(0, element.getBoundingClientRect().top - 200));
    const picture = await small(await page.screenshot());
    await writeFile(`${FOLDER}${name}.webp`, picture);
    console.log(`docs/images/${name}.webp: ${Math.ceil(picture.length / 1000)} KB`);
  }
} finally {
  await browser.close();
}

/** A page of a person who is signed in, second factor included. */
async function enter(who) {
  const page = await browser.newPage({ baseURL: ORIGIN, viewport: { width: 1280, height: 860 }, colorScheme: 'light', locale: 'en-GB' });
  if (!who) return page;
  await show(page, '/sign-in');
  await page.getByLabel('E-mail address or user name').fill(who);
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  if (page.url().includes('second-factor')) {
    const people = await (await page.request.get('/api/v1/demo/sign-ins')).json();
    await page.getByLabel('Code', { exact: true }).fill(people.items.find((person) => person.user_name === who).code);
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  // The page that comes is in another build, and is loaded anew.
  await page.getByRole('heading', { level: 1, name: /^(Your overview|Applications to review)$/ }).waitFor();
  return page;
}

/** The same picture as WebP, a third of the size: the browser knows how. */
async function small(png) {
  const page = await browser.newPage();
  const address = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.8);
  }, `data:image/png;base64,${png.toString('base64')}`);
  await page.close();
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}

async function show(page, path) {
  await page.goto(path);
  await whole(page);
}

/** Waits until nothing on the page is still being loaded. */
async function whole(page) {
  await page.locator('#main h1').waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle');
}
