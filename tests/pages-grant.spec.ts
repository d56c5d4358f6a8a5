// Access on a cloud service while it is under way, refused, and taken away: states that pass at once on a quiet server.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { linkIn, type Mailbox } from './support/mail.ts';
import { fill, press, signIn } from './support/people.ts';
import { holdGrants, refuseGrants, releaseGrants } from './support/store.ts';
import { PASSPHRASE } from './support/sweep.ts';

const GOOGLE = 'robin.example@gmail.example';

test.use({ command: 'demo' });

async function linkGoogle(page: Page, mailbox: Mailbox): Promise<void> {
  await page.goto('/cloud');
  await fill(page, { 'Google address': GOOGLE });
  await page.getByLabel(/^This cloud account is mine alone/).check();
  await press(page, 'Link the address');
  await page.goto(linkIn(await mailbox.next({ to: GOOGLE }), /^\/cloud\/verify$/));
  await press(page, 'Confirm the address');
  await expect(page.getByText('The address is linked')).toBeVisible();
  // To the one dataset that this person has signed for, and the place where one gets it.
  await expect(page.getByRole('link', { name: 'Go on to the data' })).toHaveAttribute('href', '/datasets/mimiciv?part=files');
}

test('access on a cloud service: under way, refused, asked again, given, being removed', async ({ page, server, mailbox }) => {
  await signIn(page, 'demo-credentialed', PASSPHRASE);
  await linkGoogle(page, mailbox);
  await holdGrants(server);
  await page.goto('/datasets/mimiciv');
  const part = (name: string) => page.locator('.method').filter({ has: page.getByRole('heading', { name }) });
  const query = part('Google BigQuery');
  await press(page, 'Request access using Google BigQuery');
  await expect(query.getByText('Under way.')).toBeVisible();
  await axe(page);
  await shot(page, 'grant-under-way');
  await page.goto('/dashboard');
  await expect(page.getByRole('row', { name: /Google BigQuery/ })).toContainText('Requested');
  await axe(page);
  await shot(page, 'grant-under-way-dashboard');

  await refuseGrants(server);
  await page.goto('/dashboard');
  await expect(page.getByRole('row', { name: /Google BigQuery/ })).toContainText('Refused by Google');
  await axe(page);
  await page.goto('/datasets/mimiciv');
  await expect(query.getByText('Google refused this access')).toBeVisible();
  await axe(page);
  await shot(page, 'grant-refused');

  // Asked again, and the work on grants goes on: the page says so without being loaded anew.
  await releaseGrants(server);
  await query.getByRole('button', { name: 'Ask again' }).click();
  await expect(query.getByText('Noted in this portal only: Google was not asked')).toBeVisible();
  await expect(query.getByText(`${GOOGLE} is noted for MIMIC-IV in Google BigQuery`)).toBeVisible();
  await axe(page);
  await shot(page, 'grant-given');

  await holdGrants(server);
  await page.goto('/cloud');
  await press(page, `Unlink ${GOOGLE}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Unlink' }).click();
  await expect(page.getByText('No address is linked yet.')).toBeVisible();
  await page.goto('/datasets/mimiciv');
  await expect(query.getByText('This access is being removed.')).toBeVisible();
  await axe(page);
  await shot(page, 'grant-removing');
});
