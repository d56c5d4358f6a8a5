// What is typed into a form and not sent outlives the tab and the browser, says that it is back, and can be forgotten.
import type { Page } from '@playwright/test';
import { KILLED, asAda } from './support/draft.ts';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { linkIn } from './support/mail.ts';
import { fill, openMenu, press } from './support/people.ts';
import { goOnAs, signedIn } from './support/sweep.ts';
import { ageTyped, keptInTab } from './support/trouble.ts';

const BACK = 'What you typed before is back. It is not saved yet.';

const back = (page: Page) => page.getByText(BACK);
const given = (page: Page) => page.getByLabel('Given names', { exact: true });

/** Closes the tab, and opens the page in another. */
async function reopen(page: Page, path = new URL(page.url()).pathname): Promise<Page> {
  const context = page.context();
  await page.close();
  const next = await context.newPage();
  await next.goto(path);
  return next;
}

test('a profile says that it is back, and is forgotten, saved, or out of date', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  await page.goto('/account');
  await expect(given(page)).toHaveValue('Ada');
  await expect(back(page)).toHaveCount(0);
  await fill(page, { 'Given names': 'Ada Augusta' });
  await expect(back(page)).toHaveCount(0);

  page = await reopen(page);
  await expect(given(page)).toHaveValue('Ada Augusta');
  await expect(back(page)).toHaveCount(1);
  await axe(page);
  await shot(page, 'profile-back');
  await press(page, 'Forget it');
  await expect(given(page)).toHaveValue('Ada');
  await expect(given(page)).toBeFocused();
  await expect(back(page)).toHaveCount(0);
  expect(await keptInTab(page)).not.toContain('Augusta');
  await page.reload();
  await expect(given(page)).toHaveValue('Ada');

  // What is typed after that is kept again, and what was saved is not.
  await fill(page, { 'Given names': 'Ada B.' });
  page = await reopen(page);
  await expect(given(page)).toHaveValue('Ada B.');
  await press(page, 'Save');
  await expect(back(page)).toHaveCount(0);
  page = await reopen(page);
  await expect(given(page)).toHaveValue('Ada B.');
  await expect(back(page)).toHaveCount(0);

  await fill(page, { 'Given names': 'Ada C.' });
  await ageTyped(page, 8);
  page = await reopen(page);
  await expect(given(page)).toHaveValue('Ada B.');
  await expect.poll(() => keptInTab(page)).not.toContain('Ada C.');

  await fill(page, { 'Given names': 'Ada D.' });
  expect(await keptInTab(page)).toContain('Ada D.');
  await openMenu(page);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  // The first page is another build's, and loaded anew: it is there when its heading is.
  await expect(page.getByRole('heading', { level: 1, name: 'Access to credentialed research data' })).toBeVisible();
  expect(await keptInTab(page)).not.toContain('Ada D.');
  ada.close();
});

test('the date of a training is back in another tab', async ({ page, server, mailbox, watch }) => {
  watch.allow(KILLED);
  const ada = await asAda(page, server, mailbox);
  await page.goto('/training');
  await fill(page, { Day: '12', Month: '9', Year: '2026' });
  page = await reopen(page);
  const parts = { Day: '12', Month: '9', Year: '2026' };
  await expect(back(page)).toHaveCount(1);
  await axe(page);
  for (const [part, value] of Object.entries(parts)) {
    await expect(page.getByLabel(part, { exact: true })).toHaveValue(value);
  }
  await press(page, 'Forget it');
  for (const part of Object.keys(parts)) {
    await expect(page.getByLabel(part, { exact: true })).toHaveValue('');
  }
  await expect(back(page)).toHaveCount(0);
  ada.close();
});

test.describe('in the demonstration', () => {
  test.use({ command: 'demo' });

  test("a reference's answer is back under its link, whose token is not kept", async ({ page, server: _, mailbox }) => {
    const link = linkIn(await mailbox.next({ to: 'terry.reference@university.example' }), /^\/reference$/);
    await page.goto(link);
    await page.getByLabel('I have a concern').check();
    await page.getByLabel('How do you know each other?').fill('We have never met.');
    const context = page.context();
    await page.close();
    page = await context.newPage();
    await page.goto(link);
    await expect(page.getByLabel('How do you know each other?')).toHaveValue('We have never met.');
    await expect(page.getByLabel('I have a concern')).toBeChecked();
    await expect(back(page)).toHaveCount(1);
    await axe(page);
    const token = link.slice(link.indexOf('#') + 1);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(token);
    await press(page, 'Forget it');
    await expect(page.getByLabel('How do you know each other?')).toHaveValue('');
    await expect(page.getByLabel('I have a concern')).not.toBeChecked();
  });

  test('a note and a decision of a reviewer are back in another tab', async ({ page, server }) => {
    await goOnAs(page, await signedIn(server, 'demo-reviewer'), server);
    await page.goto('/review');
    await page.getByRole('link', { name: 'Lotte Example' }).click();
    await expect(page.getByRole('heading', { name: 'Decide' })).toBeVisible();
    const rejecting = (of: Page) => of.locator('details').filter({ has: of.locator('summary', { hasText: 'Reject the application' }) });
    await rejecting(page).locator('summary').click();
    await rejecting(page).getByLabel('Words for the applicant').fill('Half a reason');
    await page.getByLabel('A note', { exact: true }).fill('Half a note');
    page = await reopen(page);
    const words = rejecting(page).getByLabel('Words for the applicant');
    await expect(words).toHaveValue('Half a reason');
    await expect(page.getByLabel('A note', { exact: true })).toHaveValue('Half a note');
    await expect(back(page)).toHaveCount(2);
    await axe(page);
    await shot(page, 'decision-back');
    await rejecting(page).getByRole('button', { name: 'Forget it' }).click();
    await expect(words).toHaveValue('');
    await expect(page.getByLabel('A note', { exact: true })).toHaveValue('Half a note');
    await expect(back(page)).toHaveCount(1);
  });
});
