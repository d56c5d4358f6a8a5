// A finger on a phone: what is tapped is done, whatever is shown or taken away as a field is left.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { acceptTexts, fill, press, signIn } from './support/people.ts';
import { endSession } from './support/trouble.ts';

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
  await expect(page.getByRole('heading', { level: 1, name: 'About you' })).toBeVisible();
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

/** What is lower than a finger needs; empty where nothing is. */
async function tooLow(page: Page, among: string): Promise<string[]> {
  return page.locator(among).evaluateAll((found) =>
    found
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
      .map((one) => `${one.textContent} ${one.getBoundingClientRect().height}`),
  );
}

test.describe('in the demonstration, at 320 pixels', () => {
  test.use({ command: 'demo', viewport: { width: 320, height: 640 } });

  test('what is touched is as high as a finger needs, and the name stays where it was touched', async ({ page }) => {
    await page.goto('/register');
    await expect(page.getByRole('button', { name: 'Create the account' })).toBeVisible();
    expect(await tooLow(page, 'header a, header button, main a, main button, main input, main select')).toEqual([]);
    // Padding of a link in a line takes no room, and gives nothing away to its neighbours.
    await page.goto('/sign-in');
    await page.locator('tr', { hasText: 'demo-credentialed' }).getByRole('button', { name: 'Fill in' }).tap();
    await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).tap();
    await expect(page).toHaveURL(/\/dashboard$/);

    const name = page.getByRole('banner').locator('summary');
    const before = await name.boundingBox();
    await name.tap();
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    expect(await name.boundingBox()).toEqual(before);
    await shot(page, 'touch-menu');
    await name.tap();
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();

    // Two rows, in the longer language too; the demonstration's mailbox is no page of a real portal.
    await page.getByRole('button', { name: 'Español' }).tap();
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    const nav = page.getByRole('banner').getByRole('navigation').getByRole('link');
    const tops = await nav.evaluateAll((links) => links.slice(0, 4).map((link) => link.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
    const brand = (await page.getByRole('banner').locator('.brand').boundingBox())!;
    const language = (await page.getByRole('button', { name: 'English' }).boundingBox())!;
    expect(Math.abs(brand.y - language.y)).toBeLessThan(4);
    expect(tops[0]).toBeLessThan(brand.y + brand.height + 12);
    await shot(page, 'touch-header-es');
  });
});

test('on a phone on its side, the dialog of an ended session shows its button', async ({ page, server }) => {
  const names = ['--given-names', 'Ada', '--family-name', 'Lovelace'];
  const link = await server.run('account', 'create', '--user-name', 'ada', '--email', 'ada@university.example', ...names, '--print-link');
  await page.goto(/https?:\S+/.exec(link)?.[0] ?? '');
  const passphrase = 'harbour velvet pencil thunder';
  await fill(page, { 'New passphrase': passphrase });
  await press(page, 'Set the passphrase');
  await expect(page.getByText('Your passphrase is changed')).toBeVisible();
  await signIn(page, 'ada', passphrase);
  await acceptTexts(page);
  await page.goto('/account');
  await page.setViewportSize({ width: 740, height: 360 });
  await page.getByLabel('Organisation').fill('Royal Institute');
  await endSession(page);
  await press(page, 'Save');
  const dialog = page.getByRole('dialog', { name: 'Sign in again to go on' });
  await expect(dialog).toBeVisible();
  for (const button of ['Sign in', 'Do not sign in']) {
    await expect(dialog.getByRole('button', { name: button, exact: true })).toBeInViewport({ ratio: 1 });
  }
  await axe(page);
  await page.setViewportSize({ width: 740, height: 360 });
  await shot(page, 'touch-dialog');
});
