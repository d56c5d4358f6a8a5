// What applicants do, and what the pages show then.
import { expectBody } from './support/client.ts';
import { axe, expectRefused, unfold } from './support/look.ts';
import { pdf } from './support/papers.ts';
import { fill, press } from './support/people.ts';
import { expect, test } from './support/sweep.ts';

const TASKS = [
  { path: '/apply/affiliation', words: 'Enter your organisation' },
  { path: '/apply/research', words: 'Enter your research summary' },
  { path: '/apply/reference', words: 'students and postdocs need one' },
];

test('the wizard: empty, refused, and checked before anything is there', async ({ newcomer }) => {
  const { page, client } = await newcomer();
  await client.post('/api/v1/applications');
  await page.goto('/apply');
  await expect(page.getByText('To do').first()).toBeVisible();
  await unfold(page);
  await axe(page);
  await page.goto('/apply/about-you');
  await fill(page, { 'Given names': '' });
  await press(page, 'Save and continue');
  await expectRefused(page, 'Enter your given names');
  await page.goto('/apply/affiliation');
  await page.getByLabel('Graduate student').check();
  for (const { path, words } of TASKS) {
    await page.goto(path);
    await press(page, 'Save and continue');
    await expectRefused(page, words);
  }
  await page.goto('/apply/check');
  await press(page, 'Submit the application');
  await expectRefused(page, 'Upload the completion report of your training');
  await page.goto('/dashboard');
  await expect(page.getByText('Next, complete the training')).toBeVisible();
  await axe(page);
});

test('a web address is completed where it is typed, and a text that is too long says by how much', async ({ newcomer }) => {
  const { page, client } = await newcomer();
  await client.post('/api/v1/applications');
  await page.goto('/apply/affiliation');
  const webpage = page.getByLabel('Webpage that lists you', { exact: true });
  await webpage.fill('www.university.example/people/ada');
  await webpage.blur();
  await expect(webpage).toHaveValue('https://www.university.example/people/ada');
  await webpage.fill('my own page');
  await webpage.blur();
  await expect(webpage).toHaveValue('my own page');
  await expect(page.locator('#f-webpage-error')).toContainText('Enter a web address such as www.example.org/people');

  await page.goto('/apply/research');
  await fill(page, { 'Research summary': 'x'.repeat(1003) });
  await press(page, 'Save and continue');
  await expectRefused(page, 'Shorten your research summary: at most 1,000 characters, 3 fewer than now');
});

test('a draft that is discarded is asked about first', async ({ newcomer }) => {
  const { page, client } = await newcomer();
  const { id } = expectBody<{ id: string }>(await client.post('/api/v1/applications'), 201);
  await page.goto(`/application/${id}`);
  await press(page, 'Discard this draft');
  const dialog = page.getByRole('dialog', { name: 'Discard this draft?' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Discard this draft' }).click();
  await expect(page.getByRole('button', { name: 'Start your application' })).toBeVisible();
});

test('withdrawing is asked about first; afterwards one can apply again', async ({ as, idOf }) => {
  const page = await as('leaving');
  await page.goto(`/application/${await idOf('application', 'leaving')}`);
  await press(page, 'Withdraw this application');
  const dialog = page.getByRole('dialog', { name: 'Withdraw this application?' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Withdraw this application' }).click();
  await expect(page.getByRole('button', { name: 'Apply again' })).toBeVisible();
  await axe(page);
  await page.goto('/apply');
  await expect(page.getByText('Your last application has ended')).toBeVisible();
  await axe(page);
});

test('naming another reference: refused', async ({ as, idOf }) => {
  const page = await as('waiting');
  await page.goto(`/application/${await idOf('application', 'waiting')}`);
  await expect(page.getByRole('heading', { name: 'Your reference' })).toBeVisible();
  await unfold(page);
  await axe(page);
  await fill(page, { 'Full name': '', 'E-mail address': 'not an address' });
  await press(page, 'Save and ask this person');
  await expectRefused(page, "Enter the reference's full name");
});

test('naming another reference before anybody is asked saves, and asks nobody', async ({ as, idOf, mailbox }) => {
  const page = await as('submitted');
  await page.goto(`/application/${await idOf('application', 'submitted')}`);
  await expect(page.getByText('Not asked yet')).toBeVisible();
  await unfold(page);
  await expect(page.getByRole('button', { name: 'Save and ask this person' })).toHaveCount(0);
  await expect(page.getByText('The link in earlier mails ends.')).toHaveCount(0);
  const another = 'somebody.else@university.example';
  await fill(page, { 'Full name': 'Sven Beispiel', 'E-mail address': another });
  await press(page, 'Save the reference');
  await expect(page.getByText(another).first()).toBeVisible();
  await expect(page.getByText('Not asked yet')).toBeVisible();
  await axe(page);
  expect(mailbox.received.filter((mail) => mail.to.includes(another))).toEqual([]);
});

test('a training report: refused, on its way, handed in, withdrawn', async ({ newcomer }) => {
  const { page } = await newcomer();
  await page.goto('/training');
  await press(page, 'Upload');
  await expectRefused(page, 'Choose the completion report');
  await fill(page, { Day: '31', Month: '2', Year: '2026' });
  const report = page.getByLabel('Completion report');
  await report.setInputFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no PDF') });
  await press(page, 'Upload');
  await expectRefused(page, 'Enter a real date');
  await fill(page, { Day: '1', Month: '9', Year: '2026' });
  await press(page, 'Upload');
  await expectRefused(page, 'This file cannot be taken');

  await report.setInputFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer: pdf() });
  await expect(page.getByText('This file cannot be taken')).toHaveCount(0);
  await page.route('**/api/v1/trainings?*', () => undefined);
  await press(page, 'Upload');
  await expect(page.getByRole('progressbar')).toBeVisible();
  await axe(page);
  await press(page, 'Cancel the upload');
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await page.unrouteAll();
  await press(page, 'Upload');
  await expect(page.getByText('Waits for a reviewer')).toBeVisible();
  await axe(page);
  await press(page, 'Withdraw it');
  const dialog = page.getByRole('dialog', { name: 'Withdraw this report?' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Withdraw it' }).click();
  await expect(page.getByText('Withdrawn')).toBeVisible();
  await axe(page);
});

test('an agreement: refused, signed, listed', async ({ newcomer }) => {
  const { page } = await newcomer();
  await page.goto('/datasets/mimiciv/agreement');
  await press(page, 'Sign the agreement');
  await expectRefused(page, 'Enter your full name');
  await fill(page, { 'Your full name': 'Ada Miller' });
  await page.getByRole('checkbox').check();
  await press(page, 'Sign the agreement');
  await expect(page.getByText('You signed this agreement')).toBeVisible();
  await axe(page);
  await page.goto('/agreements');
  await expect(page.getByText('In force', { exact: true })).toBeVisible();
  await axe(page);
});

test('a dataset with everything unfolded', async ({ as }) => {
  const page = await as('credentialed');
  await page.goto('/datasets/mimiciv');
  await expect(page.getByRole('heading', { name: 'Download with wget' })).toBeVisible();
  await unfold(page);
  await expect(page.getByRole('link', { name: 'hosp/patients.csv.gz' })).toBeVisible();
  await axe(page);
});

test('a Google address: refused, linked and not verified, unlinked', async ({ newcomer }) => {
  const { page } = await newcomer();
  await page.goto('/cloud');
  await press(page, 'Link the address');
  await expectRefused(page, /Enter your e-mail address|Enter/);
  await fill(page, { 'Google address': 'somebody.else@gmail.example' });
  await page.getByLabel(/^This cloud account is mine alone/).check();
  await press(page, 'Link the address');
  await expect(page.getByText('Not confirmed')).toBeVisible();
  await page.getByRole('button', { name: 'Send the link again' }).click();
  await axe(page);
  await page.getByRole('button', { name: 'Unlink somebody.else@gmail.example' }).click();
  const dialog = page.getByRole('dialog', { name: 'Unlink this address?' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Unlink' }).click();
  await expect(page.getByText('No address is linked yet.')).toBeVisible();
});
