// The way of a researcher, from nothing to a submitted application, as a person goes it in a browser.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe } from './support/look.ts';
import { linkIn } from './support/mail.ts';

const RESEARCHER = { email: 'ada.miller@university.example', passphrase: 'lantern gravel otter window' };
const REFERENCE = { name: 'Grace Chen', email: 'grace.chen@university.example' };
const SUMMARY =
  'We use laboratory values of MIMIC-IV to predict kidney failure after surgery. The files stay on an encrypted disk of ' +
  'our department, under my account only, and go to nobody else.';

/** A PDF of one empty page; its cross-reference table is counted out, so that every reader can open it. */
function pdf(): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Resources << >> >>',
  ];
  let text = '%PDF-1.4\n';
  let table = '0000000000 65535 f \n';
  objects.forEach((object, index) => {
    table += `${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  });
  const size = objects.length + 1;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF`;
  return Buffer.from(`${text}xref\n0 ${size}\n${table}${trailer}`);
}

async function fill(page: Page, answers: Record<string, string>): Promise<void> {
  for (const [label, answer] of Object.entries(answers)) {
    await page.getByLabel(label, { exact: true }).fill(answer);
  }
}

async function goOn(page: Page, toPath: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page).toHaveURL(toPath);
}

test('a researcher registers, fills in the wizard, uploads a report and submits', async ({ page, mailbox }) => {
  await page.goto('/register');
  await fill(page, {
    'Given names': 'Ada',
    'Family name': 'Miller',
    'E-mail address': RESEARCHER.email,
    'User name': 'ada-miller',
    Passphrase: RESEARCHER.passphrase,
  });
  await page.getByLabel(/^I read the privacy notice/).check();
  await page.getByLabel(/^I agree to the terms of use/).check();
  await axe(page);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
  await axe(page);

  await page.goto(linkIn(await mailbox.next({ to: RESEARCHER.email }), /^\/verify$/));
  await page.getByRole('button', { name: 'Verify the address' }).click();
  await expect(page.getByText('Your address is verified')).toBeVisible();
  await axe(page);

  await page.goto('/sign-in');
  await fill(page, { 'E-mail address or user name': RESEARCHER.email, Passphrase: RESEARCHER.passphrase });
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);

  await page.goto('/apply');
  await page.getByRole('button', { name: 'Start your application' }).click();
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
  await axe(page);
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
  await axe(page);
  await goOn(page, /\/apply\/training$/);

  await page.getByLabel('Completion report').setInputFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer: pdf() });
  const completed = new Date(Date.now() - 30 * 24 * 3600 * 1000);
  await fill(page, {
    Day: String(completed.getUTCDate()),
    Month: String(completed.getUTCMonth() + 1),
    Year: String(completed.getUTCFullYear()),
  });
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(page.getByRole('link', { name: /report\.pdf/ })).toBeVisible();
  await axe(page);

  await page.goto('/apply/check');
  await expect(page.getByText(SUMMARY)).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Submit the application' }).click();
  await expect(page).toHaveURL(/\/apply\/submitted$/);
  const number = await page.locator('.lead.number').innerText();
  expect(number).not.toBe('');
  await axe(page);
  // The upload is confirmed by a mail of its own, the submission by one that says the same number as the page.
  await mailbox.next({ to: RESEARCHER.email, subject: /report|training/i });
  const mail = await mailbox.next({ to: RESEARCHER.email, subject: /application/i });
  expect(mail.subject + mail.text).toContain(number);
});
