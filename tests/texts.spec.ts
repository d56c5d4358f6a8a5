// New versions of texts: terms that are accepted before going on, and agreements that are signed again.
import type { Page } from '@playwright/test';
import { Client, expectBody } from './support/client.ts';
import { day, expect, test } from './support/content.ts';
import { axe, expectRefused, shot } from './support/look.ts';
import { fill, openMenu, press, signIn } from './support/people.ts';
import { PASSPHRASE } from './support/sweep.ts';

const ADA = {
  userName: 'ada-miller',
  email: 'ada.miller@university.example',
  passphrase: 'lantern gravel otter window',
  givenNames: 'Ada',
  familyName: 'Miller',
};
const WORDS = 'Sepsis in the first day.';
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

test('new terms are read and accepted before going on, and nothing that was written is lost', async ({ page, server, mailbox, content, watch }) => {
  watch.allow(/ERR_CONNECTION|ERR_FAILED|ERR_SOCKET/);
  const ada = new Client(server.origin);
  await ada.register(ADA, mailbox);
  await ada.post('/api/v1/applications');
  await signIn(page, ADA.userName, ADA.passphrase);
  await page.goto('/apply/research');
  await fill(page, { 'Research summary': 'Sepsis' });
  await expect(page.getByText('Draft saved')).toBeVisible();

  await content.add({
    of: 'documents/terms',
    version: '2.0',
    entry: [`effective = "${day(0)}"`, 'material = true', 'changes = "A token ends after one year."'],
    words: ['close your account', 'close your own account'],
  });
  await server.restart('serve');
  // Whoever is at work goes on, and is asked at the next page.
  await fill(page, { 'Research summary': WORDS });
  await expect(page.getByText('Draft saved')).toBeVisible();
  await page.goto('/apply/research');
  await expect(heading(page, 'Please read what is new')).toBeVisible();
  await expect(page.getByText('A token ends after one year.')).toBeVisible();
  await expect(page.locator('ins')).toHaveText('[new: own end of new]');
  await expect(page.getByText('What changed since version 1.0')).toBeVisible();
  await expect(page.getByLabel(/privacy notice/)).toHaveCount(0);
  await axe(page);
  await shot(page, 'accept-terms');

  await press(page, 'Accept and go on');
  await expectRefused(page, 'the box for the terms');
  // Whoever does not want to can sign out, and take their data along.
  await page.getByRole('link', { name: 'Your data' }).last().click();
  await expect(heading(page, 'Your data')).toBeVisible();
  await openMenu(page);
  await expect(page.getByRole('banner').getByRole('button', { name: 'Sign out' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto('/datasets');
  await expect(heading(page, 'Datasets')).toBeVisible();

  await page.goto('/apply/research');
  await page.getByLabel('I have read and accept the terms of use, version 2.0').check();
  await press(page, 'Accept and go on');
  await expect(page).toHaveURL(/\/apply\/research$/);
  await expect(page.getByLabel('Research summary')).toHaveValue(WORDS);
  await page.reload();
  await expect(heading(page, 'Your research')).toBeVisible();
  const { terms_version } = expectBody<{ account: { terms_version: string }[] }>(await ada.get('/api/v1/account/export'), 200).account[0]!;
  expect(terms_version).toBe('2.0');
  ada.close();
});

test.describe('in the demonstration', () => {
  test.use({ command: 'demo' });

  test('a new agreement says what changed and by when, and is signed again', async ({ page, server, content }) => {
    await content.add({
      of: 'datasets/mimiciv',
      version: '2.0',
      entry: [
        `effective = "${day(0)}"`,
        'material = true',
        `sign_by = "${day(20)}"`,
        'changes = "Problems are reported within one day."',
      ],
      words: ['within two working days, when', 'within one day, when'],
    });
    await server.restart('demo');
    await signIn(page, 'demo-credentialed', PASSPHRASE);
    await expect(page.getByText('An agreement has changed: read the new version and sign it.')).toBeVisible();
    await expect(page.getByRole('row', { name: /Time to sign the new agreement: MIMIC-IV/ })).toBeVisible();
    await axe(page);
    await page.goto('/datasets/mimiciv');
    await expect(page.getByText('You have access until the end of')).toBeVisible();
    await axe(page);
    await page.getByRole('main').getByRole('link', { name: 'Read and sign the new agreement' }).click();

    await expect(heading(page, /agreement of MIMIC-IV/)).toBeFocused();
    await expect(page.getByRole('heading', { name: 'What changed since version 1.0' })).toBeVisible();
    await expect(page.getByText('Problems are reported within one day.')).toBeVisible();
    await expect(page.locator('del')).toHaveText(['[taken out: two working days, end of taken out]']);
    await expect(page.locator('ins')).toHaveText(['[new: one day, end of new]']);
    await expect(page.getByText('You have access until the end of')).toBeVisible();
    await axe(page);
    await shot(page, 'agreement-new-version');
    await page.goto('/agreements');
    await expect(page.getByText(/^Sign the new version by/)).toBeVisible();

    await page.goto('/datasets/mimiciv/agreement');
    const name = /profile: (.+)$/.exec(await page.getByText(/as it stands in your profile/).innerText())?.[1] ?? '';
    await fill(page, { 'Your full name': name });
    await page.getByRole('checkbox').check();
    await press(page, 'Sign the agreement');
    await expect(page.getByText('You signed this agreement')).toBeVisible();
    await expect(page.locator('ins, del')).toHaveCount(0);
    await page.goto('/agreements');
    await expect(page.getByRole('row', { name: /MIMIC-IV 2\.0/ })).toContainText('In force');
    await expect(page.getByRole('row', { name: /MIMIC-IV 1\.0/ })).toContainText('Replaced');
    await axe(page);
    await page.goto('/datasets/mimiciv');
    await expect(page.getByRole('heading', { name: 'Download with wget' })).toBeVisible();
    await expect(page.getByText('You have access until the end of')).toHaveCount(0);
  });
});
