// A reference answers by the link of a mail, and takes the answer back: by the link, by a fresh one, or with an account.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe, expectRefused, shot } from './support/look.ts';
import { linkIn, type Mailbox } from './support/mail.ts';
import { acceptTexts, fill, press } from './support/people.ts';
import { inLanguage } from './support/words.ts';

const PASSPHRASE = 'harbour velvet pencil thunder';
const REFERENCE = 'terry.reference@university.example';
const es = inLanguage('es');

test.use({ command: 'demo' });

/** Opens the link of the demonstration's mail to a reference, and confirms. */
async function answer(page: Page, mailbox: Mailbox): Promise<void> {
  await page.goto(linkIn(await mailbox.next({ to: REFERENCE }), /^\/reference$/));
  await page.getByLabel('Yes, I know them and support this').check();
  await page.getByLabel('How do you know each other?').fill('I have supervised her doctoral work since 2024.');
  await page.getByRole('button', { name: 'Send my answer' }).click();
  await expect(page.getByText('Thank you. Your answer is with the reviewers')).toBeVisible();
}

/** Presses what asks first, is refused without a reason, and gives one. */
async function takeBack(page: Page, press: string): Promise<void> {
  const button = page.getByRole('button', { name: press });
  await button.click();
  const dialog = page.getByRole('dialog', { name: 'Take back your answer?' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();

  await button.click();
  await dialog.getByRole('button', { name: 'Take it back' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Say why you take it back');
  await axe(page);
  await dialog.getByLabel('Why do you take it back?').fill('She has left our group.');
  await dialog.getByRole('button', { name: 'Take it back' }).click();
  await expect(dialog).toBeHidden();
}

test('who asks, for what and what a yes means are one screen of a phone, in both languages', async ({ page, mailbox }) => {
  await page.setViewportSize({ width: 375, height: 667 });
  await page.goto(linkIn(await mailbox.next({ to: REFERENCE }), /^\/reference$/));
  for (const words of [(english: string) => english, es]) {
    const main = page.getByRole('main');
    const inOrder = [
      main.getByText('Inés Placeholder'),
      main.getByRole('heading', { name: words('What saying yes means') }),
      main.getByText(words('You know them and where they work.')),
      main.getByText(words('You are not responsible for what they do later.')),
      main.getByText(words('Read what they want to do with the data')),
      main.getByRole('heading', { name: words('Your answer') }),
      main.getByText(words('Yes, I know them and support this')),
    ];
    let above = 0;
    for (const part of inOrder) {
      await expect(part).toBeVisible();
      const { y, height } = (await part.boundingBox())!;
      expect(y).toBeGreaterThanOrEqual(above);
      above = y + height;
    }
    // Nothing was scrolled to get there.
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    expect(above).toBeLessThanOrEqual(667);
    const folded = main.getByText(words('Read what they want to do with the data'));
    await folded.click();
    await axe(page);
    // What is unfolded would stay so in the other language.
    await folded.click();
    await shot(page, words === es ? 'reference-asked-es' : 'reference-asked');
    if (words !== es) {
      await page.getByRole('button', { name: 'Español' }).click();
      await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    }
  }
});

test('an answer is taken back by the link it was given through', async ({ page, mailbox }) => {
  await answer(page, mailbox);
  // What changes the answer and what takes it back are not taken for each other by a finger.
  await page.setViewportSize({ width: 320, height: 640 });
  const change = (await page.getByRole('button', { name: 'Change my answer' }).boundingBox())!;
  const takes = (await page.getByRole('button', { name: 'Take back my answer' }).boundingBox())!;
  const apart = Math.max(takes.x - (change.x + change.width), takes.y - (change.y + change.height));
  expect(apart).toBeGreaterThanOrEqual(16);
  // Every fact below its name, however short.
  const rows = page.locator('.summary > div');
  const below = await rows.evaluateAll((rows) =>
    rows.every((row) => row.querySelector('dd')!.getBoundingClientRect().top >= row.querySelector('dt')!.getBoundingClientRect().bottom),
  );
  expect(below).toBe(true);
  await axe(page);
  await takeBack(page, 'Take back my answer');
  await expect(page.getByText('You took back your answer')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByRole('button', { name: /answer/ })).toHaveCount(0);
  await axe(page);

  // The link still says so.
  await page.reload();
  await expect(page.getByText('You took back your answer')).toBeVisible();
});

test('an answer is taken back with an account', async ({ page, person, server, mailbox }) => {
  const made = await server.run(
    ...['account', 'create', '--user-name', 'terry', '--email', REFERENCE],
    ...['--role', 'researcher', '--given-names', 'Terry', '--family-name', 'Reference', '--print-link'],
  );
  const terry = await person('terry');
  await terry.goto(/https?:\S+/.exec(made)?.[0] ?? '');
  await terry.getByLabel('New passphrase', { exact: true }).fill(PASSPHRASE);
  await terry.getByRole('button', { name: 'Set the passphrase' }).click();
  await terry.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await terry.getByLabel('E-mail address or user name').fill('terry');
  await terry.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await terry.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await acceptTexts(terry);
  await expect(terry).toHaveURL(/\/dashboard$/);

  await terry.goto('/vouching');
  const row = terry.getByRole('row', { name: /Inés Placeholder/ });
  await expect(row).toContainText('Waits for your answer');
  await axe(terry);
  await answer(page, mailbox);
  await terry.reload();
  await expect(row).toContainText('Yes, I know them and support this');
  await axe(terry);
  await takeBack(terry, 'Take it back: Inés Placeholder');
  await expect(row).toContainText('Taken back');
  await expect(row.getByRole('button')).toHaveCount(0);
});

test('whoever has no account asks for a fresh link, sees everybody, and takes an answer back', async ({ page, person, mailbox }) => {
  await answer(page, mailbox);
  // The page that thanks has the form, and the mail that thanks the way to it.
  const thanks = await mailbox.next({ to: REFERENCE, subject: /Thank you for your answer/ });
  expect(new URL(linkIn(thanks, /^\/vouching$/)).hash).toBe('');
  await expect(page.getByRole('heading', { name: 'Everybody you vouch for' })).toBeVisible();
  await press(page, 'Send me a fresh link');
  await expectRefused(page, 'Enter your e-mail address');
  await ask(page, REFERENCE);
  const first = linkIn(await mailbox.next({ to: REFERENCE, subject: /people who named you/ }), /^\/vouching$/);
  const token = new URL(first).hash;
  expect(token).toMatch(/^#[0-9A-Z-]{20,}$/);

  // The same is said to whoever was never named; their mail says so to them alone.
  const stranger = await person('stranger');
  await stranger.goto(linkIn(thanks, /^\/vouching$/));
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('People who named you as a reference');
  await ask(stranger, 'nobody@university.example');
  await mailbox.next({ to: 'nobody@university.example', subject: /Nobody named this address/ });
  // The code of the mail does what its link does.
  await fill(stranger, { 'Code from the mail': token.slice(1).toLowerCase() });
  await press(stranger, 'Continue');
  const row = (reader: Page) => reader.getByRole('row', { name: /Inés Placeholder/ });
  await expect(row(stranger)).toContainText('Yes, I know them and support this');
  await axe(stranger);

  // Who asks in Spanish is written to in Spanish; and the earlier link ends.
  await page.goto('/vouching');
  await page.getByRole('button', { name: 'Español' }).click();
  await fill(page, { [es('E-mail address')]: REFERENCE });
  await press(page, es('Send me a fresh link'));
  const spanish = await mailbox.next({ to: REFERENCE, subject: /Las personas que le nombraron/ });
  await page.getByRole('button', { name: 'English' }).click();
  await stranger.goto(first);
  await stranger.reload();
  await expect(stranger.getByText('This link does not work any more')).toBeVisible();
  await expect(stranger.getByRole('button', { name: 'Send me a fresh link' })).toBeVisible();
  await axe(stranger);
  await shot(stranger, 'vouching-dead');

  await page.goto(linkIn(spanish, /^\/vouching$/));
  await expect(page).toHaveURL(/\/vouching$/);
  await expect(row(page)).toContainText('Yes, I know them and support this');
  await axe(page);
  await shot(page, 'vouching-by-link');
  await takeBack(page, 'Take it back: Inés Placeholder');
  await expect(row(page)).toContainText('Taken back');
  await expect(row(page).getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await axe(page);
  await page.reload();
  await expect(row(page)).toContainText('Taken back');
});

/** Asks for a fresh link at the form that is open. */
async function ask(page: Page, address: string): Promise<void> {
  await fill(page, { 'E-mail address': address });
  await press(page, 'Send me a fresh link');
  await expect(page.getByText('A mail is on its way to this address.')).toBeVisible();
  await axe(page);
}

test('a dead link of a reference offers a fresh one', async ({ page, mailbox }) => {
  await page.goto('/reference#0123456789ABCDEFGHJKMNPQRS');
  await expect(page.getByText('This link does not work any more')).toBeVisible();
  await ask(page, 'nobody@university.example');
  await mailbox.next({ to: 'nobody@university.example', subject: /Nobody named this address/ });
  // From here to where the code of that mail is typed.
  await page.getByRole('link', { name: 'Enter the code from the mail' }).click();
  await expect(page.getByLabel('Code from the mail')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People who named you as a reference');
  await shot(page, 'vouching-stranger');
});
