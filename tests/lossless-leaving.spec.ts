// Words that only this device has: they are sent wherever one comes back to, told of where that does not work, and signing
// out asks before it deletes them.
import type { BrowserContext, Page } from '@playwright/test';
import { buffered } from './support/buffer.ts';
import { prepare, submit } from './support/crowd.ts';
import { ADA, KILLED, asAda, beginDraft, saveElsewhere } from './support/draft.ts';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { fill, openMenu } from './support/people.ts';
import { goOnAs } from './support/sweep.ts';

const UNSENT = 'Words on this device are not saved yet.';

const summary = (of: Page) => of.getByLabel('Research summary', { exact: true });
const asked = (page: Page) => page.getByRole('dialog', { name: 'Words on this device are not saved' });
const visitor = (page: Page) => page.getByRole('banner').getByRole('link', { name: 'Sign in' });

async function signOut(page: Page): Promise<void> {
  await openMenu(page);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
}

/** Writes without a network, in a tab that is closed before it is back. */
async function writeOffline(context: BrowserContext, words: string): Promise<void> {
  const tab = await context.newPage();
  await tab.goto('/apply/research');
  await expect(summary(tab)).toBeVisible();
  await context.setOffline(true);
  await summary(tab).fill(words);
  await expect(tab.getByText('No connection. Your words are kept')).toBeVisible();
  await tab.close();
  await context.setOffline(false);
}

test('signing out asks before it deletes words that could not be saved', async ({ page, server, mailbox, watch }) => {
  watch.allow(KILLED);
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  const words = 'On this device only.';
  await page.goto('/apply/research');
  await expect(summary(page)).toBeVisible();
  await page.route('**/draft', (route) => route.abort());
  await fill(page, { 'Research summary': words });
  await expect.poll(() => buffered(page)).toBe(1);
  await signOut(page);
  await expect(asked(page).getByRole('button')).toHaveText(['Stay signed in', 'Sign out and lose them']);
  await axe(page);
  await shot(page, 'sign-out-unsaved');
  await asked(page).getByRole('button', { name: 'Stay signed in' }).click();
  await expect(asked(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Sign out', exact: true })).toBeFocused();
  await expect(summary(page)).toHaveValue(words);
  expect(await buffered(page)).toBe(1);

  // As soon as it can be saved there is nothing to ask.
  await page.unroute('**/draft');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(visitor(page)).toBeVisible();
  await ada.signIn(ADA);
  expect(await draft.saved('research_summary')).toBe(words);
  ada.close();
});

test('signing out asks while two versions contradict each other, and loses one where that is wanted', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await page.goto('/apply/research');
  await expect(summary(page)).toBeVisible();
  await saveElsewhere(ada, draft.id, { research_summary: 'Saved elsewhere.' });
  await fill(page, { 'Research summary': 'Never chosen.' });
  await expect(page.getByRole('region', { name: 'This was also changed in another tab' })).toBeVisible();
  await signOut(page);
  await expect(asked(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(asked(page)).toBeHidden();
  await expect(summary(page)).toHaveValue('Never chosen.');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await asked(page).getByRole('button', { name: 'Sign out and lose them' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Access to credentialed research data' })).toBeVisible();
  await expect(visitor(page)).toBeVisible();
  expect(await buffered(page)).toBe(0);
  await ada.signIn(ADA);
  expect(await draft.saved('research_summary')).toBe('Saved elsewhere.');
  ada.close();
});

for (const path of ['/dashboard', '/apply', '/datasets', '/account']) {
  test(`${path} sends what a closed tab could not`, async ({ page, server, mailbox, watch, context }) => {
    watch.allow(KILLED);
    const ada = await asAda(page, server, mailbox);
    const draft = await beginDraft(ada);
    const words = `Typed offline, sent from ${path}.`;
    await writeOffline(context, words);
    // What another device saved beside it stays.
    await saveElsewhere(ada, draft.id, { city: 'Bern' });
    await page.goto(path);
    await expect.poll(draft.form).toMatchObject({ research_summary: words, city: 'Bern' });
    await expect.poll(() => buffered(page)).toBe(0);
    await expect(page.getByText(UNSENT)).toHaveCount(0);
    ada.close();
  });
}

test('what cannot be sent is told of on every page, with the way to it', async ({ page, server, mailbox, watch, context }) => {
  watch.allow(KILLED);
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await writeOffline(context, 'Waits for the line.');
  await page.route('**/draft', (route) => route.abort());
  await page.goto('/dashboard');
  await expect(page.getByRole('status').filter({ hasText: UNSENT })).toBeVisible();
  await axe(page);
  await shot(page, 'unsent');
  // It is tried again without anybody's doing.
  await page.unroute('**/draft');
  await expect(page.getByText(UNSENT)).toHaveCount(0);
  expect(await draft.saved('research_summary')).toBe('Waits for the line.');

  // What contradicts is asked where it was typed.
  await writeOffline(context, 'Typed on the train.');
  await saveElsewhere(ada, draft.id, { research_summary: 'Typed at the desk.' });
  await page.goto('/dashboard');
  await expect(page.getByText(UNSENT)).toBeVisible();
  await signOut(page);
  await asked(page).getByRole('button', { name: 'Stay signed in' }).click();
  await page.getByRole('link', { name: 'Go to them' }).click();
  await expect(page).toHaveURL(/\/apply\/research$/);
  const question = page.getByRole('region', { name: 'You have words that were not saved' });
  await expect(question).toContainText('Typed on the train.');
  await expect(page.getByText(UNSENT)).toHaveCount(0);
  await question.getByLabel('What was kept on this device').check();
  await question.getByRole('button', { name: 'Keep these and go on' }).click();
  await expect.poll(() => draft.saved('research_summary')).toBe('Typed on the train.');
  ada.close();
});

test('what an application was sent without is shown once more, and forgotten at a press', async ({ page, server, mailbox, watch, context }) => {
  watch.allow(KILLED);
  const ada = await prepare(server, mailbox, 1);
  await goOnAs(page, ada.client, server);
  await writeOffline(context, 'Too late for this one.');
  await submit(ada);
  await page.goto('/dashboard');
  const late = page.getByRole('status').filter({ hasText: 'Your application cannot be changed now' });
  await expect(late.getByRole('listitem')).toHaveText(['Too late for this one.']);
  await axe(page);
  await shot(page, 'unsent-late');
  await late.getByRole('button', { name: 'Forget it' }).click();
  await expect(late).toBeHidden();
  expect(await buffered(page)).toBe(0);
  ada.client.close();
});

test('what is kept on this device is on its disk: a power cut takes nothing', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  await beginDraft(ada);
  await page.addInitScript(() => {
    const begin = IDBDatabase.prototype.transaction;
    const seen: string[] = [];
    Object.assign(window, { seen });
    IDBDatabase.prototype.transaction = function (...given) {
      const begun = begin.apply(this, given);
      seen.push(`${begun.mode} ${begun.durability}`);
      return begun;
    };
  });
  await page.goto('/apply/research');
  await fill(page, { 'Research summary': 'Kept.' });
  const writing = () =>
    page.evaluate(() => (window as unknown as { seen: string[] }).seen.filter((one) => one.startsWith('readwrite')));
  await expect.poll(writing).not.toEqual([]);
  expect([...new Set(await writing())]).toEqual(['readwrite strict']);
  ada.close();
});
