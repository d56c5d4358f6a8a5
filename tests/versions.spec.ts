// Two tabs or two devices write one application: what does not contradict is made one and said, what does is asked, answer
// by answer; nothing is written over unseen.
import type { Page } from '@playwright/test';
import { KILLED, asAda, beginDraft, saveElsewhere } from './support/draft.ts';
import { expect, test } from './support/fixtures.ts';
import { axe, expectRefused, shot } from './support/look.ts';
import { fill, press } from './support/people.ts';
import { goOnAs } from './support/sweep.ts';

const ELSEWHERE = 'This was also changed in another tab or on another device';
const EARLIER = 'You have words that were not saved';

const summary = (of: Page) => of.getByLabel('Research summary', { exact: true });
const restored = (of: Page) => of.locator('.notice').filter({ hasText: 'Put back from this device, and saved now:' });
const choiceOn = (page: Page, title = ELSEWHERE) => page.getByRole('region', { name: title });
const question = (page: Page, name: string, title = ELSEWHERE) => choiceOn(page, title).getByRole('group', { name });

test('two tabs that changed one answer are asked which to keep, and nothing is lost before', async ({ page, server, mailbox, context }) => {
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await page.goto('/apply/affiliation');
  const other = await context.newPage();
  await other.goto('/apply/affiliation');
  await fill(other, { City: 'Genève', Organisation: 'École 42' });
  await expect.poll(() => draft.saved('city')).toBe('Genève');
  await fill(page, { City: 'Basel', 'Postal code': '4051' });

  const city = question(page, 'City');
  await expect(city).toContainText('Basel');
  await expect(city).toContainText('Genève');
  await expect(page.getByText('Saved differently elsewhere')).toBeVisible();
  // Only what contradicts is asked, and until then the server has what was there.
  await expect(choiceOn(page).getByRole('group')).toHaveCount(1);
  expect(await draft.saved('city')).toBe('Genève');
  await axe(page);
  await shot(page, 'two-versions');
  // One may go on typing; the question follows.
  await fill(page, { City: 'Basel-Stadt' });
  await expect(city).toContainText('Basel-Stadt');

  // Whoever wants to go on is taken to the question first.
  await press(page, 'Save and come back later');
  await expect(choiceOn(page)).toBeFocused();
  await expect(page).toHaveURL(/\/apply\/affiliation$/);
  // By key alone; without a choice nothing goes on.
  const keep = choiceOn(page).getByRole('button', { name: 'Keep these and go on' });
  await keep.focus();
  await page.keyboard.press('Enter');
  await expectRefused(page, 'Say which answer to keep');
  await choiceOn(page).getByRole('link', { name: 'Say which answer to keep' }).press('Enter');
  await expect(city.getByLabel('What is on this page')).toBeFocused();
  await page.keyboard.press('Space');
  await keep.press('Enter');
  await expect(choiceOn(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect.poll(draft.form).toMatchObject({ city: 'Basel-Stadt', postal_code: '4051', organisation: 'École 42' });
  // What came from the other tab without a question is said.
  const told = page.locator('.notice').filter({ hasText: 'shown here now:' });
  await expect(told.getByRole('listitem')).toHaveText(['Organisation']);
  await expect(page.getByLabel('Organisation', { exact: true })).toHaveValue('École 42');
  await axe(page);
  // Whoever went on writing knows it, once that is saved.
  await fill(page, { 'Job title or position': 'Physician' });
  await expect(told).toHaveCount(0);
  await expect.poll(() => draft.saved('job_title')).toBe('Physician');

  // The first tab is the one behind now.
  await fill(other, { City: 'Carouge' });
  await expect(question(other, 'City')).toContainText('Basel-Stadt');
  await question(other, 'City').getByLabel('What was saved elsewhere').check();
  await press(other, 'Keep these and go on');
  await expect(other.getByLabel('City', { exact: true })).toHaveValue('Basel-Stadt');
  await expect(other.getByLabel('Postal code', { exact: true })).toHaveValue('4051');
  await expect(other.getByText('Draft saved')).toBeVisible();
  expect(await draft.form()).toMatchObject({ city: 'Basel-Stadt', postal_code: '4051', organisation: 'École 42' });
  ada.close();
});

test('two devices that wrote one text each may keep both', async ({ page, person, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  const phone = await person('phone');
  await goOnAs(phone, ada, server);
  await phone.setViewportSize({ width: 320, height: 800 });
  await phone.goto('/apply/research');
  await page.goto('/apply/research');
  await fill(page, { 'Research summary': 'Written at the desk.\nTwo lines.' });
  await expect.poll(() => draft.saved('research_summary')).toBe('Written at the desk.\nTwo lines.');
  await fill(phone, { 'Research summary': 'Written on the train.' });
  const asked = question(phone, 'Research summary');
  await expect(asked).toContainText('Written at the desk.');
  await asked.getByLabel('Both').check();
  await axe(phone);
  await press(phone, 'Keep these and go on');
  const both = 'Written on the train.\n\nWritten at the desk.\nTwo lines.';
  await expect(summary(phone)).toHaveValue(both);
  await expect.poll(() => draft.saved('research_summary')).toBe(both);
  ada.close();
});

test('what another device saved in between is asked before going on, and again when it saves once more', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await page.goto('/apply/reference');
  await fill(page, { 'Full name': 'Grace' });
  await expect.poll(() => draft.saved('reference_name')).toBe('Grace');
  await saveElsewhere(ada, draft.id, { reference_name: 'Grace Chen', city: 'Bern' });
  await fill(page, { 'Full name': 'Grace C.' });
  await question(page, 'Full name').getByLabel('What is on this page').check();
  await saveElsewhere(ada, draft.id, { reference_name: 'Grace Q. Chen' });
  await press(page, 'Keep these and go on');
  await expect(question(page, 'Full name')).toContainText('Grace Q. Chen');
  await question(page, 'Full name').getByLabel('What was saved elsewhere').check();
  await press(page, 'Keep these and go on');
  await expect(page.getByLabel('Full name', { exact: true })).toHaveValue('Grace Q. Chen');
  await expect.poll(draft.form).toMatchObject({ reference_name: 'Grace Q. Chen', city: 'Bern' });
  ada.close();
});

test('words of a closed tab come back beside what was saved since, and are asked where they contradict', async ({ page, server, mailbox, watch, context }) => {
  watch.allow(KILLED);
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  // Two tabs of one browser write without a network; neither writes over what the other keeps.
  await page.goto('/apply/affiliation');
  await expect(page.getByLabel('City', { exact: true })).toBeVisible();
  const second = await context.newPage();
  await second.goto('/apply/research');
  await expect(summary(second)).toBeVisible();
  await context.setOffline(true);
  await fill(page, { City: 'Basel', Organisation: 'École 42' });
  await fill(second, { 'Research summary': 'Offline, in the second tab.' });
  await expect(page.getByText('No connection. Your words are kept')).toBeVisible();
  await expect(second.getByText('No connection. Your words are kept')).toBeVisible();
  await page.close();
  await second.close();
  await saveElsewhere(ada, draft.id, { city: 'Bern', job_title: 'Physician' });
  await context.setOffline(false);

  const later = await context.newPage();
  await later.goto('/apply/affiliation');
  const asked = question(later, 'City', EARLIER);
  await expect(asked).toContainText('Bern');
  await expect(asked).toContainText('Basel');
  await axe(later);
  // What nobody contradicts is there without a question, from either tab.
  await asked.getByLabel('What was kept on this device').check();
  await press(later, 'Keep these and go on');
  await expect.poll(draft.form).toMatchObject({
    city: 'Basel',
    organisation: 'École 42',
    job_title: 'Physician',
    research_summary: 'Offline, in the second tab.',
  });
  await expect(restored(later)).toContainText('Research summary');
  await axe(later);
  // And nothing comes back a second time.
  await later.reload();
  await expect(later.getByLabel('City', { exact: true })).toHaveValue('Basel');
  await expect(restored(later)).toHaveCount(0);
  ada.close();
});

test('words that wait on this device are among the answers before they are submitted', async ({ page, server, mailbox, watch, context }) => {
  watch.allow(KILLED);
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await page.goto('/apply/about-you');
  await expect(page.getByLabel('Suffix (optional)', { exact: true })).toBeVisible();
  await context.setOffline(true);
  await fill(page, { 'Suffix (optional)': 'PhD' });
  await expect(page.getByText('No connection. Your words are kept')).toBeVisible();
  await page.close();
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto('/apply/check');
  await expect(restored(later).getByRole('listitem')).toHaveText(['Suffix']);
  await expect(later.getByText('PhD', { exact: true })).toBeVisible();
  await expect.poll(() => draft.saved('suffix')).toBe('PhD');
  await press(later, 'Submit the application');
  await expect(later.getByRole('alert')).toContainText('There is a problem');
  await axe(later);
  ada.close();
});
