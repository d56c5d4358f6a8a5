// The main job, from nothing to the bytes of a dataset and to the end of access, as four people go it in their browsers:
// a researcher, the reference, a reviewer and an administrator. Mail goes over SMTP to a server in the test.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import {
  expectAccess,
  expectNoAccess,
  expectWgetRefused,
  fetchByWget,
  folderOfFiles,
  readZip,
  verifyReceipt,
} from './support/data.ts';
import { axe } from './support/look.ts';
import { linkIn, type Mailbox } from './support/mail.ts';
import { pdf } from './support/papers.ts';
import { ask, decide, enterAsStaff, fill, press, signIn } from './support/people.ts';

const RESEARCHER = { email: 'ada.miller@university.example', passphrase: 'lantern gravel otter window' };
const GOOGLE = 'ada.miller.research@gmail.example';
const REFERENCE = { name: 'Grace Chen', email: 'grace.chen@university.example' };
const SUMMARY =
  'We use laboratory values of MIMIC-IV to predict kidney failure after surgery. The files stay on an encrypted disk of ' +
  'our department, under my account only, and go to nobody else.';
const REASON = 'The files were found on a public server.';

async function goOn(page: Page, toPath: RegExp): Promise<void> {
  await press(page, 'Save and continue');
  await expect(page).toHaveURL(toPath);
}

async function register(page: Page, mailbox: Mailbox): Promise<void> {
  await page.goto('/register');
  await fill(page, {
    'Given names': 'Ada',
    'Family name': 'Miller',
    'E-mail address': RESEARCHER.email,
    'User name': 'ada-miller',
    Passphrase: RESEARCHER.passphrase,
  });
  await page.getByLabel(/^I have read the privacy notice/).check();
  await page.getByLabel(/^I agree to the terms of use/).check();
  await press(page, 'Create the account');
  await expect(page.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();
  await axe(page);

  await page.goto(linkIn(await mailbox.next({ to: RESEARCHER.email }), /^\/verify$/));
  await press(page, 'Confirm the address');
  await expect(page.getByRole('heading', { level: 1, name: 'Your address is confirmed' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Confirm your e-mail address' })).toHaveCount(0);
  await axe(page);
  await signIn(page, RESEARCHER.email, RESEARCHER.passphrase);
}

/** From the first page of the wizard to the upload of the report. */
async function writeApplication(page: Page): Promise<void> {
  await page.goto('/apply');
  await press(page, 'Start your application');
  await expect(page).toHaveURL(/\/apply\/about-you$/);
  await expect(page.getByLabel('Given names', { exact: true })).toHaveValue('Ada');
  await goOn(page, /\/apply\/affiliation$/);

  await page.getByLabel('Graduate student').check();
  await fill(page, {
    Organisation: 'University of Examples',
    'Job title or position': 'Doctoral student',
    City: 'Boston',
    'State or province': 'Massachusetts',
    'Postal code': '02139',
  });
  await page.getByLabel('Country', { exact: true }).selectOption({ label: 'United States' });
  await goOn(page, /\/apply\/research$/);

  await fill(page, { 'Research summary': SUMMARY });
  await goOn(page, /\/apply\/reference$/);

  await page.getByLabel('Supervisor', { exact: true }).check();
  await fill(page, {
    'Full name': REFERENCE.name,
    'E-mail address': REFERENCE.email,
    'Their organisation': 'University of Examples',
    'Their title or position': 'Professor',
  });
  await goOn(page, /\/apply\/training$/);

  await page.getByLabel('Completion report').setInputFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer: pdf() });
  const completed = new Date(Date.now() - 30 * 24 * 3600 * 1000);
  await fill(page, {
    Day: String(completed.getUTCDate()),
    Month: String(completed.getUTCMonth() + 1),
    Year: String(completed.getUTCFullYear()),
  });
  await press(page, 'Upload');
  await expect(page.getByRole('link', { name: /report\.pdf/ })).toBeVisible();
}

/** Hands it in, and gives the number to quote. */
async function submit(page: Page, mailbox: Mailbox): Promise<string> {
  await page.goto('/apply/check');
  await expect(page.getByText(SUMMARY)).toBeVisible();
  await press(page, 'Submit the application');
  await expect(page).toHaveURL(/\/apply\/submitted$/);
  const number = await page.locator('.lead.number').innerText();
  expect(number).not.toBe('');
  await axe(page);
  // The upload is confirmed by a mail of its own, the submission by one that says the same number as the page.
  await mailbox.next({ to: RESEARCHER.email, subject: /report|training/i });
  const mail = await mailbox.next({ to: RESEARCHER.email, subject: /application/i });
  expect(mail.subject + mail.text).toContain(number);
  return number;
}

async function answerAsReference(page: Page, mailbox: Mailbox): Promise<void> {
  await page.goto(linkIn(await mailbox.next({ to: REFERENCE.email }), /^\/reference$/));
  await page.getByLabel('Yes, I know them and support this').check();
  await fill(page, { 'How do you know each other?': 'I have supervised her doctoral work since 2024.' });
  await press(page, 'Send my answer');
  await expect(page.getByText('Thank you. Your answer is with the reviewers')).toBeVisible();
  await axe(page);
}

async function signAgreement(page: Page, mailbox: Mailbox): Promise<Buffer> {
  await page.goto('/datasets/mimiciv/agreement');
  await fill(page, { 'Your full name': 'Ada Miller' });
  await page.getByRole('checkbox').check();
  await press(page, 'Sign the agreement');
  await expect(page.getByText('You signed this agreement')).toBeVisible();
  await axe(page);
  const path = await page.getByRole('link', { name: 'Download the receipt' }).getAttribute('href');
  const receipt = await (await page.request.get(path ?? '')).body();
  const mail = await mailbox.next({ to: RESEARCHER.email, subject: /receipt/i });
  const attached = mail.message.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer));
  expect(attached, 'the mail carries the same receipt').toEqual([receipt]);
  return receipt;
}

async function linkGoogleAddress(page: Page, mailbox: Mailbox): Promise<void> {
  await page.goto('/cloud');
  await fill(page, { 'Google address': GOOGLE });
  await page.getByLabel(/^This cloud account is mine alone/).check();
  await press(page, 'Link the address');
  await expect(page.getByRole('cell', { name: 'Not confirmed' })).toBeVisible();
  await axe(page);
  await page.goto(linkIn(await mailbox.next({ to: GOOGLE }), /^\/cloud\/verify$/));
  await press(page, 'Confirm the address');
  await expect(page.getByText('The address is linked')).toBeVisible();
  await axe(page);
}

/** The green notice at once, the mail with instructions, and the page it leads to. */
async function requestBigQuery(page: Page, mailbox: Mailbox): Promise<void> {
  await page.goto('/datasets/mimiciv');
  const method = page.locator('.method').filter({ has: page.getByRole('heading', { name: 'Google BigQuery' }) });
  await method.getByRole('button', { name: 'Request access using Google BigQuery' }).click();
  await expect(method.locator('.notice--success')).toContainText(`${GOOGLE} is noted`);
    await axe(page);
  // Each service is granted by itself.
  await expect(page.getByRole('button', { name: 'Request access using Google Cloud Storage' })).toBeVisible();

  const mail = await mailbox.next({ to: RESEARCHER.email, subject: /BigQuery/ });
  expect(mail.text).toContain(GOOGLE);
  // No cloud stands behind this server, and the mail claims none.
  expect(mail.text).toContain('This portal is not connected to Google');
  await page.goto(linkIn(mail, /\/access\/big_query$/));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('BigQuery');
  await axe(page);
}

test('a researcher gets from an account to the data, and loses access when it is revoked', async ({ page, person, server, mailbox, folder }) => {
  await register(page, mailbox);
  await writeApplication(page);
  const number = await submit(page, mailbox);

  const reviewer = await person('reviewer');
  await enterAsStaff(reviewer, server, 'reviewer', { given: 'Rosa', family: 'Lindgren' });
  await reviewer.goto('/review/trainings');
  await reviewer.getByRole('link', { name: 'Ada Miller' }).click();
  await decide(reviewer, 'Accept the report');
  await mailbox.next({ to: RESEARCHER.email, subject: /training|report/i });

  await reviewer.goto('/review');
  await reviewer.getByRole('link', { name: 'Ada Miller' }).click();
  await decide(reviewer, 'Confirm the identity');
  await decide(reviewer, 'Ask the reference');
  await answerAsReference(await person('reference'), mailbox);
  await reviewer.reload();
  await decide(reviewer, 'Accept the application');
  await axe(reviewer);

  expect((await mailbox.next({ to: RESEARCHER.email, subject: /accepted|decision/i })).text).toContain(number);
  await page.goto('/apply');
  await expect(page.getByText('Your application was accepted')).toBeVisible();
  const source = await folderOfFiles(folder);
  await server.run('dataset', 'import', 'mimiciv', '3.1', source.path);
  await expectNoAccess(page);

  await verifyReceipt(server, await signAgreement(page, mailbox), folder);
  await linkGoogleAddress(page, mailbox);
  await requestBigQuery(page, mailbox);
  await expectAccess(page);
  await readZip(page, source.files);
  const command = await fetchByWget(page, source.files, folder);

  // A reviewer does not revoke: there is no button, and the server refuses.
  const casePath = new URL(reviewer.url()).pathname;
  await reviewer.reload();
  await expect(reviewer.getByText('Accepted').first()).toBeVisible();
  await expect(reviewer.getByText('Revoke the credential')).toHaveCount(0);
  const revoke = `/api/v1${casePath.replace('/review', '')}/revoke`;
  expect(await ask(reviewer, 'POST', revoke, { reason: REASON })).toBe(403);
  await expectAccess(page);

  const administrator = await person('administrator');
  await enterAsStaff(administrator, server, 'administrator', { given: 'Ingrid', family: 'Holm' });
  await administrator.goto('/review?stage=decided');
  await administrator.getByRole('link', { name: 'Ada Miller' }).click();
  await administrator.getByText('Revoke the credential').first().click();
  await fill(administrator, { 'Reason, for the person and the record': REASON });
  await axe(administrator);
  await decide(administrator, 'Revoke the credential');

  // At once, before any mail: the browser, the token and the page are all told no.
  await expectNoAccess(page);
  await expectWgetRefused(command, folder);
  await page.goto('/datasets/mimiciv');
  await expect(page.getByText('These files are restricted')).toBeVisible();
  expect((await mailbox.next({ to: RESEARCHER.email, subject: /credential/i })).text).toContain(REASON);
  await mailbox.next({ to: RESEARCHER.email, subject: /BigQuery has ended/ });
  await page.goto('/dashboard');
  await expect(page.getByText('Credential revoked')).toBeVisible();
  await expect(page.getByRole('row', { name: /Google BigQuery/ })).toContainText('Removed');
  await axe(page);
});
