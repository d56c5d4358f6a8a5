// A training report is read before it is sent: in a worker, in a real browser, under the page's content security policy.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe, shot, unfold } from './support/look.ts';
import { acceptTexts, enterAsStaff, fill, press, signIn } from './support/people.ts';
import type { Server } from './support/server.ts';
import { inLanguage } from './support/words.ts';

/** Written by `scripts/browser.sh`: every file that the reader's own tests read. */
const SAMPLES = process.env.ACCEDE_SAMPLES ?? new URL('../.tools/samples', import.meta.url).pathname;
const es = inLanguage('es');
const PASSPHRASE = 'harbour velvet pencil thunder';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A PDF of one page with these lines, or of a picture. */
function pdf(lines: string[]): Buffer {
  const shown = lines.map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) Tj T*`).join(' ');
  const content = lines.length > 0 ? `BT /F1 10 Tf 14 TL 60 740 Td ${shown} ET` : 'q 600 0 0 700 0 0 cm /Im Do Q';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /Im 6 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\nstream\n@\nendstream',
  ];
  let text = '%PDF-1.4\n';
  let table = '0000000000 65535 f \n';
  objects.forEach((object, index) => {
    table += `${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  });
  const size = objects.length + 1;
  return Buffer.from(`${text}xref\n0 ${size}\n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF`);
}

/** Thirty days ago: in order for years to come. */
const COMPLETED = new Date(Date.now() - 30 * 24 * 3600 * 1000);

const DAY_BEFORE = new Date(COMPLETED.getTime() - 24 * 3600 * 1000);

function printed(day: Date): string {
  return `${String(day.getUTCDate()).padStart(2, '0')}-${MONTHS[day.getUTCMonth()]}-${day.getUTCFullYear()}`;
}

function report(name: string, completed = COMPLETED): Buffer {
  const day = printed(completed);
  return pdf([
    'COMPLETION REPORT - PART 1 OF 2',
    `Name: ${name} (ID: 1234567)`,
    'Institution Affiliation: Massachusetts Institute of Technology Affiliates (ID: 1912)',
    'Curriculum Group: Human Research',
    'Course Learner Group: Data or Specimens Only Research',
    'Stage: Stage 1 - Basic Course',
    `Completion Date: ${day}`,
    'Minimum Passing: 90',
    'Reported Score*: 97',
    `Belmont Report and Its Principles (ID: 1127)    ${day}    3/3 (100%)`,
    `Research and HIPAA Privacy Protections (ID: 14)    ${day}    5/5 (100%)`,
  ]);
}

function certificate(): Buffer {
  return pdf(['This is to certify that:', 'Ada Lovelace', 'Has completed the following course', 'Data or Specimens Only Research']);
}

/** A new account, whose page is open and signed in. */
async function enter(page: Page, server: Server): Promise<void> {
  const names = ['--given-names', 'Ada', '--family-name', 'Lovelace'];
  const link = await server.run('account', 'create', '--user-name', 'ada', '--email', 'ada@university.example', ...names, '--print-link');
  await page.goto(/https?:\S+/.exec(link)?.[0] ?? '');
  await fill(page, { 'New passphrase': PASSPHRASE });
  await press(page, 'Set the passphrase');
  await expect(page.getByText('Your passphrase is changed')).toBeVisible();
  await signIn(page, 'ada', PASSPHRASE);
  await acceptTexts(page);
}

async function pick(page: Page, name: string, buffer: Buffer, label = 'Completion report'): Promise<void> {
  await page.getByLabel(label, { exact: true }).setInputFiles({ name, mimeType: 'application/pdf', buffer });
}

async function typeDay(page: Page, day: Date): Promise<void> {
  await page.getByLabel('Day', { exact: true }).fill(String(day.getUTCDate()));
  await page.getByLabel('Month', { exact: true }).fill(String(day.getUTCMonth() + 1));
  await page.getByLabel('Year', { exact: true }).fill(String(day.getUTCFullYear()));
}

test('a file is read when it is picked, what is wrong is said, and any file can be sent', async ({ page, server }) => {
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await enter(page, server);
  await page.goto('/training');
  const read = page.getByRole('table', { name: 'What the portal read' });
  await expect(page.getByRole('button', { name: 'Upload', exact: true })).toBeVisible();
  expect(loaded.filter((path) => path.includes('worker-'))).toEqual([]);

  await pick(page, 'certificate.pdf', certificate());
  const first = read.getByRole('row', { name: /It is the completion report/ });
  await expect(first).toContainText('Does not fit');
  await expect(first).toContainText('This is the certificate');
  await expect(page.getByText('This is the certificate, which cannot be accepted.')).toBeVisible();
  await axe(page);
  await shot(page, 'training-certificate');

  await pick(page, 'scan.pdf', pdf([]));
  await expect(first).toContainText('A scan or a picture');
  await expect(first).toContainText('Could not tell');
  await expect(page.getByText('What we could not tell, a reviewer checks. You can send the file.')).toBeVisible();
  await axe(page);
  await shot(page, 'training-scan');

  // A file made to do harm ends in its worker, and the page goes on.
  await pick(page, 'bomb.pdf', await readFile(join(SAMPLES, 'bomb.pdf')));
  await expect(first).toContainText('Not readable');

  await pick(page, 'other.pdf', report('Grace Hopper'));
  await expect(read.getByRole('row', { name: /The name is that of the profile/ })).toContainText('Another name than in your profile');
  await expect(read.getByRole('row', { name: /The name is that of the profile/ })).toContainText('Grace Hopper');
  await expect(page.getByText(/You can send the file all the same/)).toBeVisible();

  await pick(page, 'report.pdf', report('Ada Lovelace'));
  await expect(page.getByText('Everything in the file fits. Check that the date below is the same.')).toBeVisible();
  await expect(read.getByRole('row', { name: /The affiliation is the right one/ })).toContainText('Massachusetts Institute of Technology Affiliates');
  await expect(page.getByLabel('Day', { exact: true })).toHaveValue(String(COMPLETED.getUTCDate()));
  await expect(page.getByLabel('Month', { exact: true })).toHaveValue(String(COMPLETED.getUTCMonth() + 1));
  await expect(page.getByLabel('Year', { exact: true })).toHaveValue(String(COMPLETED.getUTCFullYear()));
  await unfold(page);
  await expect(page.getByRole('row', { name: /Belmont Report and Its Principles/ })).toContainText('3/3 (100%)');
  await axe(page);
  await shot(page, 'training-report');

  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(page.getByRole('link', { name: /report\.pdf/ })).toBeVisible();
  const received = page.getByRole('status').filter({ hasText: 'We have received your report' });
  await expect(received).toBeFocused();
  await expect(received.getByRole('link', { name: 'Apply for credentialing' })).toHaveAttribute('href', '/apply');
  await expect(page.getByText('Everything fits. A reviewer looks at it.')).toBeVisible();
  await axe(page);
  await shot(page, 'training-received');
});

test('a certificate is sent on purpose only, and what does not fit stays to be seen, in Spanish too', async ({ page, server }) => {
  await enter(page, server);
  await page.goto('/apply');
  await press(page, 'Start your application');
  await expect(page.getByRole('heading', { level: 1, name: 'About you' })).toBeVisible();
  await page.goto('/apply/training');
  await pick(page, 'certificate.pdf', certificate());
  await expect(page.getByText('This is the certificate, which cannot be accepted. Choose')).toBeVisible();
  await fill(page, {
    Day: String(COMPLETED.getUTCDate()),
    Month: String(COMPLETED.getUTCMonth() + 1),
    Year: String(COMPLETED.getUTCFullYear()),
  });
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  const asked = page.getByRole('dialog', { name: 'This looks like the certificate' });
  await expect(asked).toBeVisible();
  await axe(page);
  await shot(page, 'training-certificate-asked');
  const other = asked.getByRole('button', { name: 'Choose another file' });
  await expect(other).toHaveClass(/button--primary/);
  await other.click();
  await expect(asked).toBeHidden();
  await expect(page.getByLabel('Completion report', { exact: true })).toBeFocused();
  expect(await (await page.request.get('/api/v1/trainings')).json()).toEqual({ items: [] });

  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await asked.getByRole('button', { name: 'Send it anyway' }).click();
  await expect(page.getByText('We have received your report')).toBeVisible();
  const doubts = page.getByText('This is the certificate, which cannot be accepted. Withdraw it');
  await expect(doubts).toBeVisible();
  await page.goto('/apply/check');
  await expect(doubts).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'open Records, then Completion Records' })).toBeVisible();
  await axe(page);
  await shot(page, 'check-certificate');
  await page.getByRole('button', { name: 'Español' }).click();
  await expect(page.getByText('Este es el certificado, que no se puede aceptar. Retírelo')).toBeVisible();
  await shot(page, 'check-certificate-es');
});

test('a file that is too large is refused when it is chosen, and one that is lost is asked for by its name', async ({ page, server }) => {
  await enter(page, server);
  await page.goto('/training');
  await press(page, 'Upload');
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('Choose the completion report');
  await expect(alert).toContainText('Enter the completion date');
  await pick(page, 'large.pdf', Buffer.alloc(10.4 * 1024 * 1024));
  await expect(page.locator('#f-file-error')).toContainText('This file has 10.4 MiB. Choose one of at most 10 MiB');
  // What was chosen is not missed any more; what else is missing stands still.
  await expect(alert).not.toContainText('Choose the completion report');
  await expect(alert).toContainText('Enter the completion date');
  await axe(page);
  await shot(page, 'training-too-large');

  await pick(page, 'report.pdf', report('Ada Lovelace'));
  await expect(page.getByText('Everything in the file fits. Check that the date below is the same.')).toBeVisible();
  await expect(page.locator('#f-file-error')).toBeHidden();
  const until = page.getByRole('row', { name: /Counts here until/ });
  await expect(until).toContainText('Your report may name the day before');
  await page.reload();
  await expect(page.getByText(/^Choose report\.pdf again/)).toBeVisible();
  await expect(page.getByLabel('Day', { exact: true })).toHaveValue(String(COMPLETED.getUTCDate()));
  await axe(page);
  await shot(page, 'training-choose-again');

  // The month as the report has it.
  await pick(page, 'report.pdf', report('Ada Lovelace', DAY_BEFORE));
  await expect(page.getByText(/^Choose report\.pdf again/)).toBeHidden();
  await fill(page, { Day: String(DAY_BEFORE.getUTCDate()), Month: MONTHS[DAY_BEFORE.getUTCMonth()]!, Year: String(DAY_BEFORE.getUTCFullYear()) });
  await press(page, 'Upload');
  await expect(page.getByText('We have received your report')).toBeVisible();
});

test('a file that was chosen stays when the language is switched, and is read in the new one', async ({ page, server }) => {
  await enter(page, server);
  await page.goto('/training');
  await pick(page, 'report.pdf', report('Ada Lovelace'));
  await expect(page.getByText('Everything in the file fits. Check that the date below is the same.')).toBeVisible();
  await unfold(page);

  await page.getByRole('button', { name: 'Español' }).click();
  await expect(page.getByText(es('Everything in the file fits. Check that the date below is the same.'))).toBeVisible();
  const chosen = page.getByLabel(es('Completion report'), { exact: true });
  expect(await chosen.evaluate((input: HTMLInputElement) => input.files?.[0]?.name)).toBe('report.pdf');
  await expect(page.getByLabel(es('Day'), { exact: true })).toHaveValue(String(COMPLETED.getUTCDate()));
  await expect(page.getByRole('row', { name: /Belmont Report and Its Principles/ }), 'stays unfolded').toBeVisible();
  await axe(page);
  await shot(page, 'training-switched');
  // It is the date that was read, not one that somebody typed: another file brings its own.
  await pick(page, 'older.pdf', report('Ada Lovelace', DAY_BEFORE), es('Completion report'));
  await expect(page.getByLabel(es('Day'), { exact: true })).toHaveValue(String(DAY_BEFORE.getUTCDate()));

  // Switched while it goes out, it goes out again.
  let began = 0;
  let first = () => {};
  const held = new Promise<void>((resolve) => {
    first = resolve;
  });
  await page.route('**/api/v1/trainings?*', async (route) => {
    began += 1;
    if (began === 1) {
      await held;
      await route.abort().catch(() => undefined);
    } else {
      await route.continue();
    }
  });
  await page.getByRole('button', { name: es('Upload'), exact: true }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByText('We have received your report')).toBeVisible();
  await expect(page.getByRole('link', { name: /older\.pdf/ })).toHaveCount(1);
  first();
});

test('a date that somebody typed stays, and without the worker the file can be sent', async ({ page, server, watch }) => {
  watch.allow(/ERR_FAILED|Failed to load/);
  await page.route('**/worker-start.js', (route) => route.abort());
  await enter(page, server);
  await page.goto('/training');
  await pick(page, 'report.pdf', report('Ada Lovelace'));
  await expect(page.getByText(/We could not read the file here/)).toBeVisible();
  await page.unroute('**/worker-start.js');
  await typeDay(page, DAY_BEFORE);
  await pick(page, 'again.pdf', report('Ada Lovelace'));
  await expect(page.getByText('Everything in the file fits. Check that the date below is the same.')).toBeVisible();
  await expect(page.getByLabel('Day', { exact: true })).toHaveValue(String(DAY_BEFORE.getUTCDate()));
  // Before it is sent, not after: the report has another one.
  await expect(page.getByText(/^The report that you chose says/)).toBeVisible();
  await axe(page);
  await shot(page, 'training-other-date');
  await page.getByRole('button', { name: 'Use this date' }).click();
  await expect(page.getByLabel('Day', { exact: true })).toHaveValue(String(COMPLETED.getUTCDate()));
  await expect(page.getByText(/^The report that you chose says/)).toBeHidden();
  await typeDay(page, DAY_BEFORE);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(page.getByRole('link', { name: /again\.pdf/ })).toBeVisible();
});

test('the reading that counts is that of the server, and a reviewer sees it', async ({ page, person, server, watch }) => {
  watch.allow(/ERR_FAILED|Failed to load/);
  await page.route('**/worker-start.js', (route) => route.abort());
  await enter(page, server);
  await page.goto('/training');
  await pick(page, 'report.pdf', report('Grace Hopper'));
  await fill(page, {
    Day: String(COMPLETED.getUTCDate()),
    Month: String(COMPLETED.getUTCMonth() + 1),
    Year: String(COMPLETED.getUTCFullYear()),
  });
  await press(page, 'Upload');
  await expect(page.getByRole('link', { name: /report\.pdf/ })).toBeVisible();

  const reviewer = await person('reviewer');
  await enterAsStaff(reviewer, server, 'reviewer', { given: 'Rosa', family: 'Reviewer' });
  await reviewer.goto('/review/trainings');
  await reviewer.getByRole('link', { name: 'Ada Lovelace' }).click();
  const read = reviewer.getByRole('table', { name: 'What the portal read' });
  const name = read.getByRole('row', { name: /The name is that of the profile/ });
  await expect(name).toContainText('Does not fit');
  await expect(name).toContainText('Grace Hopper');
  await expect(read.getByRole('row', { name: /The date given is that of the report/ })).toContainText('Fits');
  await unfold(reviewer);
  await axe(reviewer);
  await shot(reviewer, 'training-case-read');
});

test('the worker reads in every sample what the program reads', async ({ page, server }) => {
  const names = (await readdir(SAMPLES)).sort();
  expect(names.length).toBeGreaterThanOrEqual(40);
  await page.goto('/');
  for (const name of names) {
    const path = join(SAMPLES, name);
    const bytes = (await readFile(path)).toString('base64');
    const inWorker = await page.evaluate(
      async ([bytes, name]) =>
        new Promise<string>((resolve, reject) => {
          const worker = new Worker('/worker-start.js');
          worker.onmessage = ({ data }) => {
            worker.terminate();
            resolve(data as string);
          };
          worker.onerror = () => reject(new Error(`the worker failed at ${name}`));
          const file = new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name);
          const rules = '/api/v1/training-types/citi-data-or-specimens-only/rules';
          worker.postMessage([file, rules, 'Ada Lovelace', '2027-01-15T08:00:00Z']);
        }),
      [bytes, name] as const,
    );
    const native = JSON.parse(await server.run('report', 'read', path)) as unknown;
    expect((JSON.parse(inWorker) as { reading: unknown }).reading, name).toEqual(native);
  }
});
