// The address bar, the browser's history and the focus keep step with the page.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';

/** Marks the loaded document, so that a later look tells whether it is still the same one. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-same', ''));
}

function marked(page: Page) {
  return page.locator('html[data-same]');
}

async function arrived(page: Page, path: string, heading: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(path);
}

test('links, back and forward change the page without loading it, and take the focus to its heading', async ({ page }) => {
  await page.goto('/datasets');
  await arrived(page, '/datasets', 'Datasets');
  await mark(page);

  await page.getByRole('link', { name: 'MIMIC-IV-ED' }).click();
  await arrived(page, '/datasets/mimic-iv-ed', 'MIMIC-IV-ED');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page).toHaveTitle(/MIMIC-IV-ED/);
  await expect(marked(page)).toHaveCount(1);

  await page.goBack();
  await arrived(page, '/datasets', 'Datasets');
  await page.goForward();
  await arrived(page, '/datasets/mimic-iv-ed', 'MIMIC-IV-ED');
  await expect(marked(page)).toHaveCount(1);
});

test('a link to the page that is open is no further step to go back from', async ({ page }) => {
  await page.goto('/datasets');
  await page.getByRole('link', { name: 'MIMIC-IV-ED' }).click();
  await arrived(page, '/datasets/mimic-iv-ed', 'MIMIC-IV-ED');
  const datasets = page.getByRole('banner').getByRole('link', { name: 'Datasets' });
  await datasets.click();
  await arrived(page, '/datasets', 'Datasets');
  await datasets.click();
  await arrived(page, '/datasets', 'Datasets');
  await page.goBack();
  await arrived(page, '/datasets/mimic-iv-ed', 'MIMIC-IV-ED');
});

test('a link with a key held, and one to what the server answers itself, are the browser\'s', async ({ page, context }) => {
  await page.goto('/datasets');
  const link = page.getByRole('link', { name: 'MIMIC-IV-ED' });
  const [other] = await Promise.all([context.waitForEvent('page'), link.click({ modifiers: ['Control'] })]);
  await other.close();
  await arrived(page, '/datasets', 'Datasets');

  // As a description of a dataset may link to it.
  await link.evaluate((element) => element.setAttribute('href', '/api/docs'));
  await link.click();
  await expect(page).toHaveURL(/\/api\/docs$/);
  await expect(page.locator('#app')).toHaveCount(0);
});

test('a link to a part of the page takes the focus there', async ({ page }) => {
  await page.goto('/datasets');
  await arrived(page, '/datasets', 'Datasets');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: /^Skip/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
