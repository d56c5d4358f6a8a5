// What visitors do, and what the pages show then: refusals, dead links, what was sent.
import { axe, expectRefused } from './support/look.ts';
import { linkIn } from './support/mail.ts';
import { fill, press, signInHere } from './support/people.ts';
import { PASSPHRASE, expect, test } from './support/sweep.ts';

test('registering: refused here, refused by the server, sent', async ({ as }) => {
  const page = await as('visitor');
  await page.goto('/register');
  await press(page, 'Create the account');
  await expectRefused(page, 'Enter your given names');
  await fill(page, {
    'Given names': 'Ada',
    'Family name': 'Miller',
    'E-mail address': 'ada.miller@university.example',
    'User name': 'Ada C. Miller',
    Passphrase: 'lantern gravel otter window',
  });
  await page.getByLabel(/^I have read the privacy notice/).check();
  await page.getByLabel(/^I agree to the terms of use/).check();
  await press(page, 'Create the account');
  await expectRefused(page, 'Leave out: “A”, the space, “C”, “.”, “M”');
  await press(page, 'Use ada-c-miller');
  const userName = page.getByLabel('User name', { exact: true });
  await expect(userName).toHaveValue('ada-c-miller');
  await expect(userName).toBeFocused();
  await expect(page.locator('#f-user-name-error')).toBeHidden();

  await fill(page, { 'User name': 'demo-admin' });
  await press(page, 'Create the account');
  await expectRefused(page, 'Somebody has this user name already');
  await press(page, 'Use ada-miller');
  await expect(userName).toHaveValue('ada-miller');
  await fill(page, { 'User name': 'ada-visitor' });
  await press(page, 'Create the account');
  const sent = page.getByRole('heading', { name: 'Check your e-mail' });
  await expect(sent).toBeVisible();
  // A phone loads the page anew while one reads the mail.
  await page.reload();
  await expect(sent).toBeVisible();
  await page.getByText('The mail has not come, or its link does not work').click();
  await press(page, 'Send a new link');
  await expect(page.getByText('If this address waits to be confirmed')).toBeVisible();
  await axe(page);
  await press(page, 'Register with another address');
  await expect(page.getByRole('heading', { level: 1, name: 'Create an account' })).toBeFocused();
  await expect(userName).toHaveValue('');

  // Signing in before the address is verified says what is to be done first.
  await page.goto('/sign-in');
  await signInHere(page, 'ada-visitor', 'lantern gravel otter window');
  await expect(page.getByText('Confirm your e-mail address first')).toBeVisible();
  await axe(page);
  await page.getByRole('link', { name: 'I have a code, or need a new mail' }).click();
  await expect(page.getByRole('heading', { name: 'Confirm your e-mail address' })).toBeFocused();
});

test('registering with one name: where it goes, and what is not asked then', async ({ as }) => {
  const page = await as('visitor');
  await page.goto('/register');
  await fill(page, { 'Family name': 'Nobody 1' });
  await page.getByLabel('I have only one name').check();
  await expect(page.getByLabel('Family name', { exact: true })).toBeHidden();
  await expect(page.getByLabel('Given names', { exact: true })).toHaveAccessibleDescription('Write your one name here.');
  await press(page, 'Create the account');
  await expectRefused(page, 'Enter your given names');
  await expect(page.getByRole('alert')).not.toContainText('family name');
  await page.getByLabel('I have only one name').uncheck();
  await expect(page.getByLabel('Family name', { exact: true })).toHaveValue('Nobody 1');
});

test('whoever is signed in is told so in place of a second registration', async ({ as }) => {
  const page = await as('credentialed');
  await page.goto('/register');
  await expect(page.getByText(/^You are signed in as /)).toBeVisible();
  await expect(page.getByLabel('Given names')).toHaveCount(0);
  await axe(page);
  await page.getByRole('main').getByRole('link', { name: 'Overview' }).click();
  await expect(page).toHaveURL(/\/dashboard$/);
});

for (const { path, button } of [
  { path: '/verify', button: 'Confirm the address' },
  { path: '/cloud/verify', button: 'Confirm the address' },
]) {
  test(`a dead link to ${path}`, async ({ as }) => {
    const page = await as('visitor');
    await page.goto(path);
    await page.getByRole('main').locator('form').first().getByRole('button').click();
    await expectRefused(page, 'Enter');
    await page.goto(`${path}#0123456789ABCDEFGHJKMNPQRS`);
    await press(page, button);
    await expect(page.getByText('This link does not work any more').first()).toBeVisible();
    await axe(page);
  });
}

test('signing in: refused', async ({ as }) => {
  const page = await as('visitor');
  await page.goto('/sign-in');
  await press(page, 'Sign in');
  await expectRefused(page, 'Enter your passphrase');
  await signInHere(page, 'nobody-of-this-name', 'lantern gravel otter window');
  await expectRefused(page, 'Something you typed is not right');
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).not.toContainText('code');
  await expect(alert).not.toContainText('space');
  // As a phone pastes it.
  await signInHere(page, 'demo-credentialed', `${PASSPHRASE} `);
  await expect(alert).toContainText('Your passphrase begins or ends with a space');
  await axe(page);
  await alert.getByRole('link', { name: 'I forgot my passphrase' }).click();
  await expect(page).toHaveURL(/\/reset$/);
});

test('a person of the demonstration is filled in, with the way to go on under the finger', async ({ as }) => {
  const page = await as('visitor');
  await page.setViewportSize({ width: 375, height: 640 });
  await page.goto('/sign-in');
  await page.locator('tr', { hasText: 'demo-admin' }).getByRole('button', { name: 'Fill in' }).click();
  const submit = page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true });
  await expect(submit).toBeFocused();
  await expect(submit).toBeInViewport();
  await submit.click();
  await press(page, 'Fill in the code of demo-admin');
  await expect(page.getByLabel('Code', { exact: true })).toHaveValue(/^\d{6}$/);
  await axe(page);
});

test('the second factor: asked, and refused', async ({ as }) => {
  const page = await as('visitor');
  await page.goto('/sign-in');
  await signInHere(page, 'demo-admin', PASSPHRASE);
  await expect(page.getByRole('heading', { name: 'Enter your sign-in code' })).toBeVisible();
  await axe(page);
  await fill(page, { Code: '12' });
  await press(page, 'Continue');
  await expectRefused(page, 'This is not right. Check it and try again');
  await expect(page.locator('#f-code-error')).toBeVisible();
});

test('a file that was opened before signing in is there afterwards', async ({ as, watch }) => {
  // The list is inert by its policy; that is Playwright looking at it.
  watch.allow(/Blocked script execution .* sandboxed/);
  const page = await as('visitor');
  await page.goto('/files/mimiciv/3.1/');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await signInHere(page, 'demo-credentialed', PASSPHRASE);
  await expect(page).toHaveURL(/\/files\/mimiciv\/3\.1\/$/);
  await expect(page.getByText('SHA256SUMS.txt')).toBeVisible();
});

test('a forgotten passphrase: refused, sent, a dead link', async ({ as }) => {
  const page = await as('visitor');
  await page.goto('/reset');
  await press(page, 'Send the link');
  await expectRefused(page, 'Enter your e-mail address');
  await fill(page, { 'E-mail address': 'nobody@university.example' });
  await press(page, 'Send the link');
  await expect(page.getByText('If the address belongs to an account')).toBeVisible();
  await axe(page);
  await page.goto('/reset/complete#0123456789ABCDEFGHJKMNPQRS');
  await fill(page, { 'New passphrase': 'short' });
  await press(page, 'Set the passphrase');
  await expectRefused(page, 'Make your new passphrase longer: at least 12 characters');
  await fill(page, { 'New passphrase': 'lantern gravel otter window' });
  await press(page, 'Set the passphrase');
  await expect(page.getByText('This link does not work any more')).toBeVisible();
  await axe(page);
});

test('a reference: the question, a refusal, the answer, its change, a dead link', async ({ as, mailbox }) => {
  const page = await as('visitor');
  await page.goto(linkIn(await mailbox.next({ to: 'terry.reference@university.example' }), /^\/reference$/));
  await expect(page.getByText('named you as a reference')).toBeVisible();
  await axe(page);
  await press(page, 'Send my answer');
  await expectRefused(page, 'Choose your answer');
  await page.getByLabel('I know them, but cannot support this now').check();
  await fill(page, { 'How do you know each other?': 'We worked in one department until 2024.' });
  await press(page, 'Send my answer');
  await expect(page.getByText('Thank you. Your answer is with the reviewers')).toBeVisible();
  await axe(page);
  await press(page, 'Change my answer');
  await expect(page.getByRole('button', { name: 'Send my changed answer' })).toBeVisible();
  await axe(page);
  await press(page, 'Keep it as it is');
  await expect(page.getByRole('button', { name: 'Change my answer' })).toBeVisible();

  const dead = await as('visitor');
  await dead.goto('/reference#0123456789ABCDEFGHJKMNPQRS');
  await expect(dead.getByText('This link does not work any more')).toBeVisible();
  await axe(dead);
});
