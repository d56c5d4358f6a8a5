// What happens to people while they type.
import { expect, type CDPSession, type Page } from '@playwright/test';
import { fill } from './people.ts';

/** Ends the session on the server; the page does not hear of it. */
export async function endSession(page: Page): Promise<void> {
  const status = await page.evaluate(async () => (await fetch('/api/v1/session', { method: 'DELETE' })).status);
  expect(status).toBe(204);
}

/** Signs in again in the dialog over the page; with a code where the account has a second factor. */
export async function signInAgain(page: Page, identifier: string, passphrase: string, code?: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Sign in again to go on' });
  await expect(dialog).toBeVisible();
  await fill(page, { 'E-mail address or user name': identifier, Passphrase: passphrase });
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  if (code !== undefined) {
    await fill(page, { Code: code });
    await dialog.getByRole('button', { name: 'Continue', exact: true }).click();
  }
  await expect(dialog).toBeHidden();
}

/** The process behind the tab dies. */
export async function crash(page: Page): Promise<CDPSession> {
  const tab = await page.context().newCDPSession(page);
  const gone = page.waitForEvent('crash');
  // Never answered, by its nature.
  void tab.send('Page.crash').catch(() => undefined);
  await gone;
  return tab;
}

/** The same, and the person reloads the tab. Gives what reads a field then: Playwright itself has given the tab up. */
export async function crashAndReload(page: Page): Promise<(id: string) => Promise<string>> {
  const tab = await crash(page);
  await tab.send('Page.reload');
  return async (id) => {
    const expression = `document.getElementById(${JSON.stringify(id)})?.value ?? 'no such field'`;
    return String((await tab.send('Runtime.evaluate', { expression })).result.value);
  };
}

/** What this tab, and the browser, keep of what was typed. */
export async function keptInTab(page: Page): Promise<string> {
  return page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
}

/** Makes what the browser keeps of forms older by so many days. */
export async function ageTyped(page: Page, days: number): Promise<void> {
  await page.evaluate((micros) => {
    for (const name of Object.keys(localStorage).filter((name) => name.startsWith('typed/'))) {
      const [at, ...words] = (localStorage.getItem(name) ?? '').split('\n');
      localStorage.setItem(name, [String(Number(at) - micros), ...words].join('\n'));
    }
  }, days * 86_400_000_000);
}
