// The main ways with the keyboard alone: skip link, order, focus after a change of page, menus and dialogs.
import { expect, test } from './support/fixtures.ts';

const PASSPHRASE = 'quiet-lantern-orchard-tide';

test.use({ command: 'demo' });

test('signing in, the wizard and its dialog need no pointer', async ({ page }) => {
  const focused = page.locator(':focus');
  const press = async (key: string, times = 1) => {
    for (let time = 0; time < times; time += 1) {
      await page.keyboard.press(key);
    }
  };
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Create an account' }).first()).toBeVisible();

  // The first stop skips the header.
  await press('Tab');
  await expect(focused).toHaveText('Skip to the content');
  await expect(focused).toBeInViewport();
  await press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await press('Tab');
  await expect(focused).toHaveText('Create an account');

  // Every stop shows where it is.
  const outline = () => focused.evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(await outline()).toBe('solid');

  await page.goto('/sign-in');
  await page.getByLabel('E-mail address or user name').focus();
  await page.keyboard.type('demo-researcher');
  await press('Tab');
  await page.keyboard.type(PASSPHRASE);
  await press('Enter');
  // A new page begins at its heading.
  await expect(page).toHaveURL(/\/dashboard$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Your overview' })).toBeFocused();

  // The menu under the name opens, and Escape closes it and goes back.
  const summary = page.locator('summary').filter({ hasText: 'Nova Sample' });
  await summary.focus();
  await press('Enter');
  await expect(page.getByRole('link', { name: 'Profile' })).toBeVisible();
  await press('Tab');
  await expect(focused).toHaveText('Profile');
  await press('Escape');
  await expect(page.getByRole('link', { name: 'Profile' })).toBeHidden();
  await expect(summary).toBeFocused();

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Application' }).focus();
  await press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Apply for credentialing' })).toBeFocused();
  await page.getByRole('button', { name: 'Start your application' }).focus();
  await press('Enter');
  await expect(page.getByLabel('Given names', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'About you' })).toBeFocused();
  await press('Tab');
  await expect(page.getByLabel('Given names', { exact: true })).toBeFocused();

  // Refused, the list of what is wrong has the focus, and leads to the field.
  await page.goto('/apply/research');
  await page.getByRole('button', { name: 'Save and continue' }).focus();
  await press('Enter');
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page).toHaveTitle(/^Error: /);
  await press('Tab');
  await press('Enter');
  await expect(page.getByLabel('Research summary')).toBeFocused();

  // A dialog keeps the focus inside; Escape closes it and gives the focus back.
  await page.goto('/dashboard');
  await page.getByRole('link', { name: 'See your application' }).click();
  const discard = page.getByRole('button', { name: 'Discard this draft' });
  await discard.focus();
  await press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await press('Tab', 6);
  expect(await dialog.evaluate((element) => element.contains(document.activeElement) || document.activeElement === document.body)).toBe(true);
  await press('Escape');
  await expect(dialog).toBeHidden();
  await expect(discard).toBeFocused();
});
