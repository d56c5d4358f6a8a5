// A finger on a phone: what is tapped is done, whatever is shown or taken away as a field is left.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { shot } from './support/look.ts';
import { acceptTexts, fill, press, signIn } from './support/people.ts';

test.use({ viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true });

/** A tap that takes as long as that of a person; the browser's own events follow when the finger is lifted. */
async function tap(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name });
  await button.scrollIntoViewIfNeeded();
  const box = (await button.boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

test('a tap counts though an error appears above the button, or goes', async ({ page }) => {
  await page.goto('/register');
  const passphrase = page.getByLabel('Passphrase', { exact: true });
  await passphrase.tap();
  await passphrase.fill('short');
  await tap(page, 'Create the account');
  await expect(page.getByRole('heading', { name: 'There is a problem' })).toBeVisible();

  await page.goto('/reset');
  await page.getByLabel('E-mail address').tap();
  await page.getByLabel('E-mail address').fill('nobody');
  await tap(page, 'Send the link');
  await expect(page.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
  await page.getByLabel('E-mail address').tap();
  await page.getByLabel('E-mail address').fill('nobody@university.example');
  await tap(page, 'Send the link');
  await expect(page.getByText('If the address belongs to an account')).toBeVisible();
});

test('a task is as high as a finger needs, and the signature of an agreement is one tap from its top', async ({ page, server }) => {
  const names = ['--given-names', 'Ada', '--family-name', 'Lovelace'];
  const link = await server.run('account', 'create', '--user-name', 'ada', '--email', 'ada@university.example', ...names, '--print-link');
  await page.goto(/https?:\S+/.exec(link)?.[0] ?? '');
  const passphrase = 'harbour velvet pencil thunder';
  await fill(page, { 'New passphrase': passphrase });
  await press(page, 'Set the passphrase');
  await expect(page.getByText('Your passphrase is changed')).toBeVisible();
  await signIn(page, 'ada', passphrase);
  await acceptTexts(page);
  await page.goto('/apply');
  await press(page, 'Start your application');
  await page.goto('/apply');
  const tasks = page.locator('.tasks a, a.state-link');
  await expect(tasks.first()).toBeVisible();
  const heights = await tasks.evaluateAll((links) => links.map((link) => link.getBoundingClientRect().height));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
  await shot(page, 'touch-tasks');
  await page.goto('/apply/check');
  const changes = page.getByRole('link', { name: /^Change / });
  await expect(changes.first()).toBeVisible();
  const high = await changes.evaluateAll((links) => links.map((link) => link.getBoundingClientRect().height));
  expect(Math.min(...high)).toBeGreaterThanOrEqual(44);
  await shot(page, 'touch-check');

  await page.goto('/datasets/mimiciv/agreement');
  await page.getByRole('link', { name: 'Go to the signature' }).tap();
  await expect(page.getByRole('heading', { name: 'Sign it' })).toBeFocused();
  await shot(page, 'touch-agreement');
});
