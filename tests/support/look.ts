// How a page is looked at: by axe and by screenshot, wide and narrow, light and dark.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS = new URL('../../test-results/screens/', import.meta.url).pathname;

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 800 };
const SCHEMES = ['light', 'dark'] as const;

const RULES: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'] },
  // No level is left out on the way down.
  rules: { 'heading-order': { enabled: true } },
  resultTypes: ['violations'],
};
/** Of these, the ones that look at colours: all that another colour scheme can change. */
const RULES_OF_COLOUR: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  resultTypes: ['violations'],
};

/** Fails on any violation of WCAG 2.0 to 2.2, A and AA, and on a heading that leaves out a level, at both widths and in both colour schemes. */
export async function axe(page: Page): Promise<void> {
  const before = page.viewportSize() ?? WIDE;
  const found: string[] = [];
  for (const size of [WIDE, NARROW]) {
    for (const colorScheme of SCHEMES) {
      await settle(page, size, colorScheme);
      const where = `${size.width} px, ${colorScheme}`;
      for (const problem of await violations(page, colorScheme === 'light' ? RULES : RULES_OF_COLOUR)) {
        found.push(`${where}: ${problem}`);
      }
      // WCAG 1.4.10, which axe cannot see: nothing makes the page scroll sideways.
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (tooWide > 0) {
        found.push(`${where}: the page is ${tooWide} px wider than the window`);
      }
    }
  }
  await settle(page, before, 'light');
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

/** Writes NAME-wide.png, NAME-320.png and NAME-dark.png to test-results/screens. */
export async function shot(page: Page, name: string): Promise<void> {
  const before = page.viewportSize() ?? WIDE;
  const views = [
    ['wide', WIDE, 'light'],
    ['320', NARROW, 'light'],
    ['dark', WIDE, 'dark'],
  ] as const;
  for (const [view, size, colorScheme] of views) {
    await settle(page, size, colorScheme);
    await page.screenshot({ path: `${SCREENS}${name}-${view}.png`, fullPage: true });
  }
  await settle(page, before, 'light');
}

/** A form says what is wrong with it, where the focus is then, and passes axe so. */
export async function expectRefused(page: Page, words: string | RegExp): Promise<void> {
  const summary = page.getByRole('alert').first();
  await expect(summary).toContainText(words);
  await expect(summary).toBeFocused();
  await expect(page).toHaveTitle(/^Error: /);
  await axe(page);
}

/** Opens everything on the page that is folded. */
export async function unfold(page: Page): Promise<void> {
  const closed = page.locator('main details:not([open]) > summary');
  while ((await closed.count()) > 0) {
    await closed.first().click();
  }
}

async function settle(page: Page, size: typeof WIDE, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme });
  // What was just asked for takes effect with the next frame, and may begin transitions, which begin others in what
  // inherits from them: a colour caught in the middle would be judged as it looks for a moment only.
  const moving = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let running: Animation[] = [];
    for (let frames = 0, still = 0; still < 2 && frames < 300; frames += 1) {
      await frame();
      running = document
        .getAnimations()
        .filter(({ playState, effect }) => playState === 'running' && effect?.getTiming().iterations !== Infinity);
      still = running.length === 0 ? still + 1 : 0;
    }
    return running.map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML.slice(0, 120));
  });
  expect(moving, 'what does not come to rest').toEqual([]);
}

async function violations(page: Page, rules: RunOptions): Promise<string[]> {
  // By evaluate and not by a script element: the content security policy stays as it is.
  if (await page.evaluate(() => !('axe' in window))) {
    await page.evaluate(AXE);
  }
  const results = await page.evaluate(
    (rules) => (window as unknown as { axe: { run: (o: RunOptions) => Promise<AxeResults> } }).axe.run(rules),
    rules,
  );
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}) at ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  );
}
