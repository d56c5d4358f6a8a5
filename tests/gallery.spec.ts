// The gallery shows every part of the interface in every state, so this is where each of them meets axe.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';

const GALLERY = new URL('../.tools/gallery', import.meta.url).pathname;

test('every part of the interface has no axe violation', async ({ page, baseURL }) => {
  // A build of its own, because the shipped page has no gallery; under the headers that the server gives its page.
  const policy = (await fetch(`${baseURL}/`)).headers.get('content-security-policy') ?? '';
  await page.route(`${baseURL}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = join(GALLERY, pathname === '/gallery' ? 'index.html' : pathname);
    if (pathname !== '/' && existsSync(file)) {
      await route.fulfill({ path: file, headers: { 'content-security-policy': policy } });
    } else {
      await route.continue();
    }
  });
  await page.goto('/gallery');
  await expect(page.locator('#app > main.start')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await axe(page);
  await shot(page, 'gallery');

  await page.getByRole('button', { name: 'Ask first' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await axe(page);
  await shot(page, 'gallery-dialog');
});
