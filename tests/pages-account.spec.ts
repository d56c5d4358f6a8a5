// What people do in their account's settings, and what the pages show then.
import { Client } from './support/client.ts';
import { axe, expectRefused } from './support/look.ts';
import { fill, press, signInHere, totp } from './support/people.ts';
import { expect, test } from './support/sweep.ts';

test('the profile: refused, saved', async ({ newcomer }) => {
  const { page } = await newcomer();
  await page.goto('/account');
  await fill(page, { 'Given names': 'Ada 2' });
  await press(page, 'Save');
  await expectRefused(page, 'Leave out the digits');
  // Where they work was not asked when they registered, and need not be said here either.
  await fill(page, { 'Given names': 'Emil' });
  await press(page, 'Save');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await fill(page, { 'Given names': 'Émile' });
  await expect(page.getByText('Saved', { exact: true })).toHaveCount(0);
  await page.getByLabel(/^Organisation/).fill('École 42');
  await page.getByLabel('Country').selectOption('FR');
  await press(page, 'Save');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('Émile');
  await axe(page);
});

test('addresses: refused, added, removed', async ({ newcomer }) => {
  const { page } = await newcomer();
  await page.goto('/account/emails');
  await press(page, 'Add');
  await expectRefused(page, 'Enter your e-mail address');
  await fill(page, { 'E-mail address': 'ada.at.home@mail.example' });
  await press(page, 'Add');
  await expect(page.getByText('Not confirmed')).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Remove ada.at.home@mail.example' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove this address?' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('ada.at.home@mail.example', { exact: true })).toHaveCount(0);
});

test('the passphrase: refused, changed', async ({ newcomer }) => {
  const { page, person } = await newcomer();
  await page.goto('/account/security');
  await press(page, 'Change the passphrase');
  await expectRefused(page, 'Enter your current passphrase');
  await fill(page, { 'Current passphrase': 'not the current one', 'New passphrase': 'copper ladder violin mist' });
  await press(page, 'Change the passphrase');
  await expectRefused(page, 'This is not right');
  await fill(page, { 'Current passphrase': person.passphrase });
  await press(page, 'Change the passphrase');
  await expect(page.getByText('Your passphrase is changed')).toBeVisible();
  await axe(page);
});

test('the second factor: set up, with its codes, renewed, turned off', async ({ newcomer }) => {
  const { page, person } = await newcomer();
  await page.goto('/account/security');
  await page.getByRole('link', { name: 'Set up sign-in codes' }).click();
  await press(page, 'Show the code for my app');
  const secret = (await page.locator('.secret code').innerText()).replace(/\s/g, '');
  await axe(page);
  await press(page, 'Confirm');
  await expectRefused(page, 'Enter the code');
  await fill(page, { 'Code that the app shows now': totp(secret) });
  await press(page, 'Confirm');
  await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible();
  await axe(page);
  await press(page, 'I have kept them, go on');
  await expect(page.getByText(/codes left$/)).toBeVisible();
  await axe(page);

  await press(page, 'Make new recovery codes');
  const renew = page.getByRole('dialog', { name: 'Make new recovery codes' });
  await expect(renew).toBeVisible();
  await renew.getByRole('button', { name: 'Make new recovery codes' }).click();
  await expectRefused(page, 'Enter your passphrase');
  await renew.getByLabel('Passphrase', { exact: true }).fill(person.passphrase);
  await renew.getByRole('button', { name: 'Make new recovery codes' }).click();
  await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible();
  await press(page, 'I have kept them, go on');

  await press(page, 'Turn them off');
  const off = page.getByRole('dialog', { name: 'Turn them off' });
  await expect(off).toBeVisible();
  await axe(page);
  await off.getByLabel('Passphrase', { exact: true }).fill(person.passphrase);
  await off.getByRole('button', { name: 'Turn them off' }).click();
  await expect(page.getByRole('link', { name: 'Set up sign-in codes' })).toBeVisible();
});

test('sessions: another one is listed and ended', async ({ newcomer, server }) => {
  const { page, person } = await newcomer();
  const elsewhere = new Client(server.origin);
  await elsewhere.signIn(person);
  await page.goto('/account/sessions');
  await expect(page.getByText('This one')).toBeVisible();
  await axe(page);
  await press(page, 'End all other sessions');
  await expect(page.getByRole('table', { name: 'Sessions' }).getByRole('row')).toHaveCount(2);
  expect((await elsewhere.get('/api/v1/account')).status).toBe(401);
  elsewhere.close();
});

test('tokens: refused, shown once, revoked', async ({ newcomer }) => {
  const { page } = await newcomer();
  await page.goto('/account/tokens');
  await press(page, 'Make a token');
  await expectRefused(page, 'Enter a name for the token');
  await fill(page, { Name: 'lab workstation' });
  await press(page, 'Make a token');
  await expect(page.getByText('It is shown this once only.')).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Revoke lab workstation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke this token?' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('Ended', { exact: true })).toBeVisible();
  await axe(page);
});

test('closing the account: refused, then done', async ({ newcomer }) => {
  const { page, person } = await newcomer();
  await page.goto('/account/data');
  await press(page, 'Close the account');
  await expectRefused(page, 'Enter your passphrase');
  await fill(page, { Passphrase: person.passphrase });
  await page.getByLabel('I want to close my account for good').check();
  await press(page, 'Close the account');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await axe(page);
  // A closed account keeps nothing that could be signed in with, so that it is told like one that never was.
  await page.goto('/sign-in');
  await signInHere(page, person.userName, person.passphrase);
  await expectRefused(page, /\w/);
});
