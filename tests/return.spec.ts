// Signing in leads back to where one wanted to go, and never to another site.
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe } from './support/look.ts';
import { endSession } from './support/trouble.ts';

const PASSPHRASE = 'quiet-lantern-orchard-tide';

test.use({ command: 'demo' });

/** Fills in the form that stands on the page, whichever page asks for it. */
async function signIn(page: Page, userName: string): Promise<void> {
  await page.getByLabel('E-mail address or user name').fill(userName);
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Fills in the form of a newcomer, Ada Miller. */
async function register(page: Page): Promise<void> {
  await page.getByLabel('Given names', { exact: true }).fill('Ada');
  await page.getByLabel('Family name', { exact: true }).fill('Miller');
  await page.getByLabel('E-mail address', { exact: true }).fill('ada.miller@university.example');
  await page.getByLabel('User name', { exact: true }).fill('ada-miller');
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel(/^I have read the privacy notice/).check();
  await page.getByLabel(/^I agree to the terms of use/).check();
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();
}

/** Opens the mail that verifies Ada's address in a tab of its own, as a mail program does, and is at the sign-in page then. */
async function verifyByMail(page: Page, context: BrowserContext): Promise<Page> {
  const mails = async () => (await page.request.get('/api/v1/demo/mailbox')).text();
  await expect.poll(mails).toContain('ada.miller@university.example');
  const tab = await context.newPage();
  await tab.goto('/demo/mailbox');
  await tab.getByRole('row', { name: /ada\.miller@/ }).getByRole('link').click();
  await tab.getByRole('link', { name: /\/verify#/ }).click();
  await tab.getByRole('button', { name: 'Confirm the address' }).click();
  await tab.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  return tab;
}

/** What a dataset asks, in the wizard. */
function checklistOf(page: Page, dataset: string): Locator {
  const heading = page.getByRole('heading', { name: `What you need for ${dataset}`, exact: true });
  return page.locator('section').filter({ has: heading });
}

/** The code that a member of the demonstration's staff has now. */
async function code(page: Page, userName: string): Promise<string> {
  const answer = await page.request.get('/api/v1/demo/sign-ins');
  const people = (await answer.json()) as { items: { user_name: string; code?: string }[] };
  return people.items.find((person) => person.user_name === userName)?.code ?? '';
}

test('a file that was asked for comes after signing in', async ({ page, server, watch }) => {
  // The list of files is sandboxed, and Playwright runs a script of its own in every page.
  watch.allow(/Blocked script execution in .*\/files\//);
  await page.goto('/files/mimiciv/3.1/');
  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await axe(page);
  await signIn(page, 'demo-credentialed');
  await expect(page).toHaveURL(`${server.origin}/files/mimiciv/3.1/`);
  await expect(page.getByRole('link', { name: 'SHA256SUMS.txt' })).toBeVisible();

  // Signed in already, the page that asks leads on by one press.
  await page.goto('/sign-in?return=%2Fagreements');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL(/\/agreements$/);
});

test('a second factor comes between, with the page and its query kept', async ({ page }) => {
  await page.goto('/review?stage=identity');
  await signIn(page, 'demo-reviewer');
  await expect(page).toHaveURL(/\/sign-in\/second-factor$/);
  await page.getByLabel('Code', { exact: true }).fill(await code(page, 'demo-reviewer'));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL(/\/review\?stage=identity$/);
});

test('whoever signs in on the page that they came for is on it, whichever build has it', async ({ page }) => {
  await page.goto('/training');
  await signIn(page, 'demo-credentialed');
  await expect(page.getByRole('heading', { level: 1, name: 'Training' })).toBeFocused();
  await expect(page).toHaveURL(/\/training$/);
  await axe(page);
});

for (const elsewhere of ['//evil.example/', 'https://evil.example/', '/\\evil.example', '/%09/evil.example', 'javascript:alert(1)']) {
  test(`signing in does not lead to ${elsewhere}`, async ({ page, server }) => {
    await page.goto(`/sign-in?return=${encodeURIComponent(elsewhere)}`);
    await signIn(page, 'demo-credentialed');
    await expect(page).toHaveURL(`${server.origin}/dashboard`);
  });
}

test('a session that ended asks again in place', async ({ page }) => {
  await page.goto('/agreements');
  await signIn(page, 'demo-credentialed');
  await expect(page.getByRole('heading', { level: 1, name: 'Agreements' })).toBeVisible();
  await endSession(page);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await signIn(page, 'demo-credentialed');
  await expect(page.getByRole('heading', { level: 1, name: 'Agreements' })).toBeVisible();
  await expect(page).toHaveURL(/\/agreements$/);
  await expect(page.getByRole('row', { name: /MIMIC-IV/ })).toBeVisible();
});

test('a newcomer registers for a dataset and comes back to it', async ({ page, context }) => {
  await page.goto('/datasets/mimiciv');
  await axe(page);
  await page.getByRole('main').getByRole('link', { name: 'Create an account' }).click();
  await register(page);

  const tab = await verifyByMail(page, context);
  await signIn(tab, 'ada-miller');
  await expect(tab).toHaveURL(/\/datasets\/mimiciv$/);
  await expect(tab.locator('.next')).toContainText('Next, complete the training and upload its report.');
  await expect(tab.locator('.next').getByRole('link')).toBeInViewport();
  await axe(tab);

  // From there to the application for this dataset, which then stands first.
  await tab.getByRole('link', { name: 'Apply for credentialing' }).click();
  await expect(tab).toHaveURL(/\/apply\?dataset=mimiciv$/);
  const checklist = checklistOf(tab, 'MIMIC-IV');
  await expect(checklist.getByRole('listitem')).toHaveText([/^Training.*To do/, /^Credential.*To do/, /^Agreement.*To do/, /^Cloud account/, /^Access.*Cannot start yet/]);
  await axe(tab);

  // Each task by its own address, and from the list back to the dataset.
  await tab.getByRole('button', { name: 'Start your application' }).click();
  await expect(tab.getByRole('heading', { level: 1, name: 'About you' })).toBeVisible();
  await tab.getByLabel('Given names', { exact: true }).fill('Ada');
  await tab.getByRole('button', { name: 'Save and continue' }).click();
  await expect(tab).toHaveURL(/\/apply\/affiliation$/);
  await tab.goto('/apply?dataset=mimiciv');
  await checklist.getByRole('link', { name: 'Credential' }).click();
  await expect(tab).toHaveURL(/\/apply\/affiliation$/);
  await tab.goto('/apply?dataset=mimiciv');
  await checklist.getByRole('link', { name: 'Training' }).click();
  await expect(tab).toHaveURL(/\/apply\/training$/);
  await tab.goto('/apply');
  await checklist.getByRole('link', { name: 'Agreement' }).click();
  await expect(tab).toHaveURL(/\/datasets\/mimiciv\/agreement$/);
  await tab.getByLabel('Your full name', { exact: true }).fill('Ada Miller');
  await tab.getByRole('checkbox').check();
  await tab.getByRole('button', { name: 'Sign the agreement' }).click();
  await expect(tab.getByText('You signed this agreement')).toBeVisible();
  await tab.goto('/apply?dataset=mimiciv');
  await expect(checklist.getByRole('listitem').filter({ hasText: 'Agreement' })).toContainText('Done');
  await tab.getByRole('main').getByRole('link', { name: 'MIMIC-IV', exact: true }).first().click();
  await expect(tab).toHaveURL(/\/datasets\/mimiciv$/);
  await expect(tab.getByRole('heading', { level: 1, name: 'MIMIC-IV' })).toBeVisible();
});

test('whoever opens the link of a dataset without an account comes to its tasks through registering', async ({ page, context }) => {
  // Until there is somebody to apply, of the page's builds only that with the registration is loaded.
  const loaded: string[] = [];
  context.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  const ofApplying = () => loaded.filter((path) => path.startsWith('/apply/'));
  await page.goto('/apply?dataset=mimic-cxr');
  await expect(page.getByText('This page is for people who are signed in.')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Create an account' }).click();
  await register(page);
  const tab = await verifyByMail(page, context);
  expect(ofApplying()).toEqual([]);
  await signIn(tab, 'ada-miller');
  await expect(tab).toHaveURL(/\/apply\?dataset=mimic-cxr$/);
  await expect(checklistOf(tab, 'MIMIC-CXR Database')).toBeVisible();
  expect(ofApplying()).not.toEqual([]);
  await axe(tab);
});
