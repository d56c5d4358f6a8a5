// What people do again and again: filling in forms, signing in, deciding.
import { createHmac } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import type { Server } from './server.ts';

export interface Staff {
  page: Page;
  userName: string;
  passphrase: string;
  /** Each lets in once in place of a code, which counts once in its 30 seconds. */
  recoveryCodes: string[];
}

/** Types each answer into the field with this label. */
export async function fill(page: Page, answers: Record<string, string>): Promise<void> {
  for (const [label, answer] of Object.entries(answers)) {
    await page.getByLabel(label, { exact: true }).fill(answer);
  }
}

/** Presses a button of the page itself: the header has some of the same name. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name, exact: true }).click();
}

/** Opens the menu that stands under the person's name. */
export async function openMenu(page: Page): Promise<void> {
  await page.getByRole('banner').locator('summary').click();
}

/** Signs in at the page that is open. */
export async function signInHere(page: Page, identifier: string, passphrase: string): Promise<void> {
  await fill(page, { 'E-mail address or user name': identifier, Passphrase: passphrase });
  await press(page, 'Sign in');
}

/** Opens the sign-in page, signs in, and is where that leads. */
export async function signIn(page: Page, identifier: string, passphrase: string): Promise<void> {
  await page.goto('/sign-in');
  await signInHere(page, identifier, passphrase);
  await arrived(page, /\/sign-in$/);
}

/**
 * Waits until a page has been left for another, which is there. It may be in another build, which is loaded anew: only
 * its own heading says that it is there, and going elsewhere before that would be cut short by the loading.
 */
export async function arrived(page: Page, left: RegExp): Promise<void> {
  await expect(page).not.toHaveURL(left);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** The code of RFC 6238 that an authenticator app shows now for this secret in Base32. */
export function totp(secret: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A new account of the operator's making: chooses a passphrase by the link, signs in, sets up the second factor. */
export async function enterAsStaff(
  page: Page,
  server: Server,
  role: 'reviewer' | 'administrator',
  name: { given: string; family: string; email?: string },
): Promise<Staff> {
  const userName = `${name.given}-${role}`.toLowerCase();
  const passphrase = `harbour velvet pencil ${role}`;
  const email = name.email ?? `${userName}@portal.example`;
  const created = await server.run(
    ...['account', 'create', '--user-name', userName, '--email', email, '--role', role],
    ...['--given-names', name.given, '--family-name', name.family, '--print-link'],
  );
  await page.goto(/https?:\S+/.exec(created)?.[0] ?? 'no link');
  await fill(page, { 'New passphrase': passphrase });
  await press(page, 'Set the passphrase');
  await expect(page.getByText('Your passphrase is changed')).toBeVisible();
  await signIn(page, userName, passphrase);
  await expect(page).toHaveURL(/\/sign-in\/second-factor\/set-up$/);
  await press(page, 'Show the code for my app');
  const secret = (await page.locator('.secret code').innerText()).replace(/\s/g, '');
  await fill(page, { 'Code that the app shows now': totp(secret) });
  await press(page, 'Confirm');
  await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible();
  const recoveryCodes = await page.locator('.codes code').allInnerTexts();
  await press(page, 'I have kept them, go on');
  await acceptTexts(page);
  await arrived(page, /\/sign-in/);
  return { page, userName, passphrase, recoveryCodes };
}

/** Accepts the texts in force and goes on: whoever did not register by themselves is asked to when they first sign in. */
export async function acceptTexts(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/account\/texts$/);
  await page.getByLabel(/^I have read the privacy notice/).check();
  await page.getByLabel(/^I have read and accept the terms/).check();
  await press(page, 'Accept and go on');
  await arrived(page, /\/account\/texts$/);
}

/** Says yes to every question of a checklist, then presses its button. */
export async function decide(page: Page, button: string): Promise<void> {
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: button, exact: true }) });
  // The list of questions is only whole once the case is drawn.
  await expect(form).toBeVisible();
  for (const yes of await form.getByLabel('Yes', { exact: true }).all()) {
    await yes.check();
  }
  await form.getByRole('button', { name: button, exact: true }).click();
  await expect(form).toHaveCount(0);
}

/** A request as the page itself would send it, by the session of this browser. */
export async function ask(page: Page, method: string, path: string, body?: unknown, version = '1'): Promise<number> {
  return page.evaluate(
    async ({ method, path, body, version }) => {
      const answer = await fetch(path, {
        method,
        body: body === undefined ? null : JSON.stringify(body),
        headers: {
          'content-type': 'application/json',
          'idempotency-key': crypto.randomUUID(),
          'if-match': `"${version}"`,
        },
      });
      return answer.status;
    },
    { method, path, body, version },
  );
}
