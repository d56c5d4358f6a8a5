// What stands on a page and nowhere else stays when the language is switched: typed, ticked, unfolded, or shown once.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { linkIn } from './support/mail.ts';
import { acceptTexts, fill, press, signIn } from './support/people.ts';
import { inLanguage } from './support/words.ts';

const PASSPHRASE = 'harbour velvet pencil thunder';
const es = inLanguage('es');

async function speakSpanish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Español' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
}

test('signing in and registering: passphrases and consents stay, and go with the page', async ({ page }) => {
  await page.goto('/sign-in');
  await fill(page, { 'E-mail address or user name': 'ada', Passphrase: PASSPHRASE });
  await speakSpanish(page);
  await expect(page.getByLabel(es('E-mail address or user name'))).toHaveValue('ada');
  await expect(page.getByLabel(es('Passphrase'), { exact: true })).toHaveValue(PASSPHRASE);
  await axe(page);

  await page.goto('/register');
  await fill(page, { [es('Given names')]: 'Ada', [es('Passphrase')]: PASSPHRASE });
  await page.getByLabel(es('I have read the privacy notice, version ')).check();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByLabel('Given names')).toHaveValue('Ada');
  await expect(page.getByLabel('Passphrase', { exact: true })).toHaveValue(PASSPHRASE);
  await expect(page.getByLabel(/^I have read the privacy notice/)).toBeChecked();
  await expect(page.getByLabel(/^I agree to the terms/)).not.toBeChecked();

  // Another page and back: all of it is there as long as the page lives, and a loaded one has only what may be kept.
  await page.getByRole('link', { name: 'Datasets' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Given names')).toHaveValue('Ada');
  await expect(page.getByLabel('Passphrase', { exact: true })).toHaveValue(PASSPHRASE);
  await expect(page.getByLabel(/^I have read the privacy notice/)).toBeChecked();
  await page.reload();
  await expect(page.getByLabel('Given names')).toHaveValue('Ada');
  await expect(page.getByLabel('Passphrase', { exact: true })).toHaveValue('');
  await expect(page.getByLabel(/^I have read the privacy notice/)).not.toBeChecked();
});

test('what is wrong with a form is said in the other language', async ({ page, watch }) => {
  watch.allow(/ERR_FAILED/);
  await page.goto('/register');
  await fill(page, { 'Given names': 'Ada', 'User name': 'Ada L' });
  await press(page, 'Create the account');
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('Enter your family name');
  await speakSpanish(page);
  await expect(alert).toContainText(es('There is a problem'));
  await expect(alert).toContainText('letras minúsculas');
  await expect(alert.getByRole('link')).toHaveCount(6);
  await expect(page.locator('#f-family-name-error')).toBeVisible();
  await axe(page);

  await page.route('**/api/v1/session', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await page.goto('/sign-in');
  await fill(page, { [es('E-mail address or user name')]: 'ada', [es('Passphrase')]: PASSPHRASE });
  await press(page, es('Sign in'));
  await expect(alert).toContainText(es('No connection'));
  await page.getByRole('button', { name: 'English' }).click();
  await expect(alert).toContainText('No connection');
});

test('what is shown once is still there: that an address is verified, and a token', async ({ page, server }) => {
  const names = ['--given-names', 'Ada', '--family-name', 'Lovelace'];
  const made = await server.run('account', 'create', '--user-name', 'ada', '--email', 'ada@university.example', ...names, '--print-link');
  await page.goto(/https?:\S+/.exec(made)?.[0] ?? '');
  await fill(page, { 'New passphrase': PASSPHRASE });
  await speakSpanish(page);
  await expect(page.getByLabel(es('New passphrase'), { exact: true })).toHaveValue(PASSPHRASE);
  await press(page, es('Set the passphrase'));
  await expect(page.getByText(es('Your passphrase is changed'))).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByText('Your passphrase is changed')).toBeVisible();

  await signIn(page, 'ada', PASSPHRASE);
  await acceptTexts(page);
  await page.goto('/account/tokens');
  await fill(page, { Name: 'laptop' });
  await press(page, 'Make a token');
  const secret = page.locator('.secret code');
  const shown = await secret.innerText();
  await speakSpanish(page);
  await expect(secret).toHaveText(shown);
  await axe(page);
  await shot(page, 'switch-token');
});

test.describe('with the demonstration', () => {
  test.use({ command: 'demo' });

  test('a reference keeps the answer that is being written, and the thanks', async ({ page, mailbox }) => {
    await page.goto(linkIn(await mailbox.next({ to: 'terry.reference@university.example' }), /^\/reference$/));
    await page.getByLabel('Yes, I know them and support this').check();
    await fill(page, { 'How do you know each other?': 'I have supervised her doctoral work since 2024.' });
    await speakSpanish(page);
    await expect(page.getByLabel(es('Yes, I know them and support this'))).toBeChecked();
    await expect(page.getByLabel(es('How do you know each other?'))).toHaveValue(/^I have supervised/);
    await press(page, es('Send my answer'));
    const thanks = 'Thank you. Your answer is with the reviewers';
    await expect(page.getByText(es(thanks))).toBeVisible();
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByText(thanks)).toBeVisible();
  });
});
