// What the frame around every page shows: the menu, and the dialogs of the session.
import type { Page } from '@playwright/test';
import { axe, shot } from './support/look.ts';
import { fill, openMenu, press, signInHere } from './support/people.ts';
import { NO_CONNECTION, expect, test } from './support/sweep.ts';
import { endSession, signInAgain } from './support/trouble.ts';

/** Until what timers did is on the screen. */
async function painted(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

test('the menu of the account', async ({ as }) => {
  const page = await as('credentialed');
  await page.goto('/dashboard');
  await openMenu(page);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await axe(page);
  await shot(page, 'menu');
  await page.setViewportSize({ width: 320, height: 800 });
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();
});

test('whoever was idle is asked whether they are there; one key keeps the session', async ({ newcomer }) => {
  const { page } = await newcomer();
  await page.clock.install();
  await page.goto('/account');
  await page.getByLabel('Given names', { exact: true }).fill('Ada Josefa');
  await page.clock.fastForward('28:30');
  const dialog = page.getByRole('dialog', { name: 'Are you still there?' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await shot(page, 'dialog-stay');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel('Given names', { exact: true })).toHaveValue('Ada Josefa');
});

test('whoever is at work in one tab is not asked in another', async ({ newcomer }) => {
  const { page, person } = await newcomer();
  const other = await page.context().newPage();
  await page.clock.install();
  await page.goto('/datasets');
  await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
  await other.goto('/account');
  await expect(other.getByLabel('Given names', { exact: true })).toBeVisible();
  await page.clock.fastForward('20:00');
  // The clock of the server stands still: nothing here asks for its time.
  await openMenu(other);
  await other.getByRole('banner').getByRole('link', { name: 'E-mail addresses' }).click();
  await expect(other.getByRole('cell', { name: person.email }).or(other.getByRole('rowheader', { name: person.email }))).toBeVisible();
  const dialog = page.getByRole('dialog', { name: 'Are you still there?' });
  await page.clock.fastForward('08:30');
  await painted(page);
  await expect(dialog).toBeHidden();
  // Nobody at work in either.
  await page.clock.fastForward('20:30');
  await expect(dialog).toBeVisible();
});

test('before its twelve hours are over, one signs in again in place', async ({ newcomer }) => {
  const { page, person } = await newcomer();
  await page.clock.install();
  await page.goto('/account');
  await page.getByLabel('Given names', { exact: true }).fill('Ada Josefa');
  // Whatever was done meanwhile.
  await page.clock.fastForward('11:58:30');
  const dialog = page.getByRole('dialog', { name: 'Sign in again to go on' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await signInAgain(page, person.userName, person.passphrase);
  await expect(page.getByLabel('Given names', { exact: true })).toHaveValue('Ada Josefa');
});

test('a session that ended is taken up in place, with what was typed', async ({ newcomer }) => {
  const { page, person } = await newcomer();
  await page.goto('/account/emails');
  await fill(page, { 'E-mail address': 'ada.at.home@mail.example' });
  await endSession(page);
  await press(page, 'Add');
  const dialog = page.getByRole('dialog', { name: 'Sign in again to go on' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await shot(page, 'dialog-again');
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('Enter your passphrase');
  await axe(page);
  await signInAgain(page, person.userName, person.passphrase);
  await expect(page.getByText('We have sent a mail with a link to ada.at.home@mail.example')).toBeVisible();
});

test('whoever does not sign in again finds the words after signing in', async ({ newcomer }) => {
  const { page, person } = await newcomer();
  await page.goto('/account/emails');
  await fill(page, { 'E-mail address': 'ada.at.home@mail.example' });
  await endSession(page);
  await press(page, 'Add');
  const dialog = page.getByRole('dialog', { name: 'Sign in again to go on' });
  await dialog.getByRole('button', { name: 'Do not sign in' }).click();
  await expect(page.getByText('This page is for people who are signed in.')).toBeVisible();
  await axe(page);
  await signInHere(page, person.userName, person.passphrase);
  await expect(page.getByLabel('E-mail address', { exact: true })).toHaveValue('ada.at.home@mail.example');
});

test('signing out without a network says that it did not work', async ({ newcomer, watch }) => {
  watch.allow(NO_CONNECTION);
  const { page } = await newcomer();
  await page.goto('/dashboard');
  // What the page itself asks for has come.
  await expect(page.getByRole('table').first()).toBeVisible();
  await page.context().setOffline(true);
  await openMenu(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('No connection')).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText('No connection')).toHaveCount(0);
});
