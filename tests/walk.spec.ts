// The way of a researcher, from nothing to the bytes of a dataset, as people go it in their browsers.
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe } from './support/look.ts';
import { linkIn } from './support/mail.ts';

const RESEARCHER = { email: 'ada.miller@university.example', passphrase: 'lantern gravel otter window' };
const FILES = { 'LICENSE.txt': 'For tests only.\n', 'hosp/patients.csv': 'subject_id,anchor_age\n10000001,52\n' };
const STAFF_PASSPHRASE = 'harbour velvet pencil thunder';
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

/** The code of RFC 6238 that an authenticator app shows now for this secret in Base32. */
function totp(secret: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Chooses a passphrase by the operator's link, signs in, and sets up the second factor that staff need. */
async function enterAsStaff(page: Page, link: string, userName: string): Promise<void> {
  await page.goto(link);
  await fill(page, { 'New passphrase': STAFF_PASSPHRASE });
  await axe(page);
  await page.getByRole('button', { name: 'Set the passphrase' }).click();
  await expect(page.getByText('Your passphrase is changed')).toBeVisible();
  await page.goto('/sign-in');
  await fill(page, { 'E-mail address or user name': userName, Passphrase: STAFF_PASSPHRASE });
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in\/second-factor\/set-up/);
  await page.getByRole('button', { name: 'Show the code for my app' }).click();
  const secret = (await page.locator('.secret code').innerText()).replace(/\s/g, '');
  await axe(page);
  await fill(page, { 'Code that the app shows now': totp(secret) });
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'I have kept them, go on' }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** Says yes to every question of a checklist, then presses its button. */
async function decide(page: Page, button: string): Promise<void> {
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: button, exact: true }) });
  // The list of questions is only whole once the case is drawn.
  await expect(form).toBeVisible();
  for (const yes of await form.getByLabel('Yes', { exact: true }).all()) {
    await yes.check();
  }
  await form.getByRole('button', { name: button, exact: true }).click();
  await expect(form).toHaveCount(0);
}

async function goOn(page: Page, toPath: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page).toHaveURL(toPath);
}

test('a researcher applies, a reference confirms, a reviewer accepts, and the data arrive', async ({ page, person, server, mailbox }) => {
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

  const created = await server.run(
    ...['account', 'create', '--user-name', 'rosa-review', '--email', 'rosa@portal.example', '--role', 'reviewer'],
    ...['--given-names', 'Rosa', '--family-name', 'Lindgren', '--print-link'],
  );
  const link = /https?:\S+/.exec(created)?.[0] ?? '';
  const reviewer = await person('reviewer');
  await enterAsStaff(reviewer, link, 'rosa-review');

  await reviewer.goto('/review/trainings');
  await axe(reviewer);
  await reviewer.getByRole('link', { name: 'Ada Miller' }).click();
  await expect(reviewer.getByRole('button', { name: 'Accept the report' })).toBeVisible();
  await axe(reviewer);
  await decide(reviewer, 'Accept the report');
  await mailbox.next({ to: RESEARCHER.email, subject: /training|report/i });

  await reviewer.goto('/review');
  await axe(reviewer);
  await reviewer.getByRole('link', { name: 'Ada Miller' }).click();
  await expect(reviewer.getByRole('button', { name: 'Confirm the identity' })).toBeVisible();
  await axe(reviewer);
  await decide(reviewer, 'Confirm the identity');
  await decide(reviewer, 'Ask the reference');

  const reference = await person('reference');
  await reference.goto(linkIn(await mailbox.next({ to: REFERENCE.email }), /^\/reference$/));
  await reference.getByLabel('Yes, I know them and support this').check();
  await fill(reference, { 'How do you know each other?': 'I have supervised her doctoral work since 2024.' });
  await axe(reference);
  await reference.getByRole('button', { name: 'Send my answer' }).click();
  await expect(reference.getByText('Thank you. Your answer is with the reviewers')).toBeVisible();
  await axe(reference);

  await reviewer.reload();
  await decide(reviewer, 'Accept the application');
  await axe(reviewer);
  await mailbox.next({ to: RESEARCHER.email, subject: /accepted|credential/i });
  await page.goto('/apply');
  await expect(page.getByText('It was accepted')).toBeVisible();
  await axe(page);

  await page.goto('/datasets/mimiciv/agreement');
  await fill(page, { 'Your full name': 'Ada Miller' });
  await page.getByRole('main').getByRole('checkbox').check();
  await axe(page);
  await page.getByRole('button', { name: 'Sign the agreement' }).click();
  await expect(page.getByText('You signed this agreement')).toBeVisible();
  await axe(page);
  const receiptPath = await page.getByRole('link', { name: 'Download the receipt' }).getAttribute('href');
  const receipt = await page.request.get(receiptPath ?? '');
  const keys = await page.request.get('/.well-known/accede-keys.json');

  await page.goto('/account/tokens');
  await fill(page, { Name: 'lab workstation' });
  await page.getByRole('button', { name: 'Make a token' }).click();
  const token = await page.locator('.secret code').innerText();
  await axe(page);

  const folder = await mkdtemp(join(tmpdir(), 'accede-walk-'));
  try {
    await writeFile(join(folder, 'receipt.json'), await receipt.body());
    await writeFile(join(folder, 'keys.json'), await keys.body());
    await server.run('receipt', 'verify', join(folder, 'receipt.json'), '--keys', join(folder, 'keys.json'));

    await mkdir(join(folder, 'source/hosp'), { recursive: true });
    for (const [name, text] of Object.entries(FILES)) {
      await writeFile(join(folder, 'source', name), text);
    }
    await server.run('dataset', 'import', 'mimiciv', '3.1', join(folder, 'source'));
    const url = `${server.origin}/files/mimiciv/3.1/`;
    const options = ['-r', '-N', '-c', '-np', '--user', 'ada-miller', '--password', token, url];
    await promisify(execFile)('wget', options, { cwd: folder });
    for (const [name, text] of Object.entries(FILES)) {
      const arrived = join(folder, new URL(url).host, 'files/mimiciv/3.1', name);
      expect(await readFile(arrived, 'utf8')).toBe(text);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
