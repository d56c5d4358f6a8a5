// From registering to a signed agreement without a pointer: whatever is needed is reached by Tab, and shows that it has
// the focus.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { linkIn } from './support/mail.ts';
import { pdf } from './support/papers.ts';

const PASSPHRASE = 'lantern gravel otter window';
const EMAIL = 'ada.miller@university.example';
const SUMMARY =
  'We use laboratory values of MIMIC-IV to predict kidney failure after surgery. The files stay on an encrypted disk of ' +
  'our department, under my account only, and go to nobody else.';
/** More than any page has. */
const MOST_STOPS = 100;

/** A person whose hands stay on the keys. */
class Keys {
  constructor(private readonly page: Page) {}

  /** Goes on by Tab until it is there. */
  async reach(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) {
        // Fields and boxes of the forms show it by an outline, or by one around what stands in their place.
        const outlines = await target.evaluate((element) => [
          getComputedStyle(element).outlineStyle,
          getComputedStyle(element.nextElementSibling ?? element, '::before').outlineStyle,
        ]);
        expect(outlines).toContain('solid');
        return;
      }
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`${target} is not reached by Tab`);
  }

  async press(target: Locator, key = 'Enter'): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.press(key);
  }

  async type(label: string | RegExp, words: string): Promise<void> {
    await this.reach(this.field(label));
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.type(words);
  }

  async tick(label: string | RegExp): Promise<void> {
    await this.press(this.field(label), 'Space');
    await expect(this.field(label)).toBeChecked();
  }

  /** Of several: the first is reached by Tab, the others by the arrows. */
  async choose(first: string, wanted: string): Promise<void> {
    await this.press(this.field(first), 'Space');
    for (let steps = 0; steps < 10 && !(await this.field(wanted).isChecked()); steps += 1) {
      await this.page.keyboard.press('ArrowDown');
    }
    await expect(this.field(wanted)).toBeChecked();
  }

  button(name: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: true });
  }

  link(name: string): Locator {
    return this.page.getByRole('main').getByRole('link', { name, exact: true });
  }

  private field(label: string | RegExp): Locator {
    return this.page.getByLabel(label, { exact: true });
  }
}

test('from registering to a signed agreement, nothing needs a pointer', async ({ page, mailbox }) => {
  const keys = new Keys(page);
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

  await test.step('an account', async () => {
    await page.goto('/');
    await keys.press(keys.link('Create an account'));
    await expect(heading('Create an account')).toBeFocused();
    await keys.type('Given names', 'Ada');
    await keys.type('Family name', 'Miller');
    await keys.type('E-mail address', EMAIL);
    await keys.type('User name', 'ada-miller');
    await keys.type('Passphrase', PASSPHRASE);
    await keys.tick(/^I have read the privacy notice/);
    await keys.tick(/^I agree to the terms of use/);
    await keys.press(keys.button('Create the account'));
    await expect(heading('Check your e-mail')).toBeFocused();
    await page.goto(linkIn(await mailbox.next({ to: EMAIL }), /^\/verify$/));
    await keys.press(keys.button('Confirm the address'));
    await keys.press(keys.link('Sign in'));
    await keys.type('E-mail address or user name', 'ada-miller');
    await keys.type('Passphrase', PASSPHRASE);
    await page.keyboard.press('Enter');
    await expect(heading('Your overview')).toBeFocused();
  });

  await test.step('the application', async () => {
    await keys.press(keys.link('Apply for credentialing'));
    await keys.press(keys.button('Start your application'));
    await expect(heading('About you')).toBeFocused();
    await keys.press(keys.button('Save and continue'));
    await expect(heading('Your affiliation')).toBeFocused();
    await keys.choose('Student', 'Graduate student');
    await keys.type('Organisation', 'University of Examples');
    await keys.type('Job title or position', 'Doctoral student');
    await keys.reach(page.getByLabel('Country', { exact: true }));
    await page.keyboard.type('Germany');
    await keys.type('City', 'Musterstadt');
    await keys.type('Postal code', '00000');
    await keys.press(keys.button('Save and continue'));
    await expect(heading('Your research')).toBeFocused();
    await keys.type('Research summary', SUMMARY);
    await keys.press(keys.button('Save and continue'));
    await expect(heading('Your reference')).toBeFocused();
    await keys.choose('Supervisor', 'Supervisor');
    await keys.type('Full name', 'Grace Chen');
    await keys.type('E-mail address', 'grace.chen@university.example');
    await keys.type('Their organisation', 'University of Examples');
    await keys.type('Their title or position', 'Professor');
    await keys.press(keys.button('Save and continue'));
  });

  await test.step('the training report', async () => {
    await expect(heading('Your training')).toBeFocused();
    await keys.press(keys.link('I have the report already: go to the upload'));
    await keys.reach(page.getByLabel('Completion report'));
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer: pdf() });
    const completed = new Date(Date.now() - 30 * 24 * 3600 * 1000);
    await keys.type('Day', String(completed.getUTCDate()));
    await keys.type('Month', String(completed.getUTCMonth() + 1));
    await keys.type('Year', String(completed.getUTCFullYear()));
    await keys.press(keys.button('Upload'));
    await expect(page.getByText('Waits for a reviewer')).toBeVisible();
  });

  await test.step('handed in', async () => {
    await keys.press(keys.link('Check and submit'));
    await expect(heading('Check your answers')).toBeFocused();
    await keys.press(keys.button('Submit the application'));
    await expect(heading('Application submitted')).toBeFocused();
    await keys.press(keys.link('Go to your overview'));
    await expect(heading('Your overview')).toBeFocused();
  });

  await test.step('the agreement', async () => {
    await keys.press(keys.link('Agreement, MIMIC-IV: To do'));
    await expect(heading(/agreement/)).toBeFocused();
    await keys.type('Your full name', 'Ada Miller');
    await keys.tick(/^I agree to sign/);
    await keys.press(keys.button('Sign the agreement'));
    // What came of it has the focus: the receipt can be checked, and the way on is the stop after that.
    await expect(page.locator(':focus')).toContainText('You signed this agreement');
    await page.keyboard.press('Tab');
    await expect(page.locator(':focus')).toHaveText('check it here');
    await page.keyboard.press('Tab');
    await expect(page.locator(':focus')).toHaveText('Go on to MIMIC-IV');
  });
});
