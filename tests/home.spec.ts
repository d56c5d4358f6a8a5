import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';

test('home starts, says what it is for, and has no axe violation', async ({ page }) => {
  await page.goto('/');
  // Gone once the program has drawn itself over the static text.
  await expect(page.locator('#app main.start')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await axe(page);
  await shot(page, 'home');
});

test('home says so when the program cannot start', async ({ page, watch }) => {
  watch.allow(/ERR_FAILED|Failed to fetch|dynamically imported module/);
  await page.route('**/accede-page-*.js', (route) => route.abort());
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'This page could not start' })).toBeVisible();
  await expect(page.getByRole('alert').getByRole('link')).toHaveAttribute('href', /^mailto:/);
  await axe(page);
  await shot(page, 'home-failed');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('home shows its heading, its first text and whom to write to', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // By its selector, because Playwright never looks for text inside <noscript>.
    await expect(page.locator('noscript p')).toBeVisible();
    await expect(page.locator('noscript a')).toHaveAttribute('href', /^mailto:/);
  });
});

test('what the installation is comes with the page itself', async ({ page, server }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(server.origin);
  await expect(page.getByRole('link', { name: 'help@portal.example' })).toBeVisible();
  expect(asked).toContain('/api/v1/session');
  expect(asked).not.toContain('/api/v1/site');
});
