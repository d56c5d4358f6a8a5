// A newer program takes over while a page is open: the page says so, and loses nothing.
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { press, signIn } from './support/people.ts';
import { anotherBuild } from './support/server.ts';
import { PASSPHRASE } from './support/sweep.ts';

test.use({ command: 'demo' });

test('a page that is older than the program offers to load anew, and keeps what was typed', async ({ page, server, folder }) => {
  await signIn(page, 'demo-researcher', PASSPHRASE);
  await page.goto('/account');
  const given = page.getByLabel('Given names', { exact: true });
  await given.fill('Nova Maria');
  const icon = Buffer.from(await (await fetch(`${server.origin}/favicon.ico`)).arrayBuffer());
  await server.restart('demo', 'SIGTERM', await anotherBuild(icon, folder));
  // The page hears of it with the next answer, whatever it asked.
  await press(page, 'Save');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const strip = page.getByText('A newer version of this page is ready');
  await expect(strip).toBeVisible();
  await axe(page);
  await shot(page, 'new-build');

  await given.fill('Nova Maria Luisa');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(strip).toHaveCount(0);
  await expect(given).toHaveValue('Nova Maria Luisa');
});
