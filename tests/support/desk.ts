// The reviewers' pages in the demonstration: signing in as staff, and where the focus is.
import { expect, type Page } from '@playwright/test';

/** The passphrase of everyone in the demonstration. */
const PASSPHRASE = 'quiet-lantern-orchard-tide';

interface SignIn {
  user_name: string;
  code: string | null;
}

/** Signs in as somebody of the demonstration's staff, with the code that an authenticator would show now. */
export async function enterDemoAs(page: Page, userName: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address or user name', { exact: true }).fill(userName);
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in\/second-factor$/);
  const { items } = (await (await page.request.get('/api/v1/demo/sign-ins')).json()) as { items: SignIn[] };
  const code = items.find((one) => one.user_name === userName)?.code ?? '';
  const form = page.getByRole('main').locator('form');
  await form.getByRole('textbox').first().fill(code);
  await form.getByRole('button').first().click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** Waits until the focus is on the line of the list with this name. */
export async function expectLine(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('link', { name, exact: true })).toBeFocused();
}
