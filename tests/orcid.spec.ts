// A verified ORCID iD: linked by a way through ORCID's own page, seen at the desk, unlinked; and what goes wrong on the way.
import type { Page } from '@playwright/test';
import { expect, test as base } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { FakeOrcid } from './support/orcid.ts';
import { press } from './support/people.ts';
import type { Server } from './support/server.ts';
import { goOnAs, signedIn } from './support/sweep.ts';

const LINK = 'Link your ORCID iD';
const LOTTE = 'demo-lotte';

const test = base.extend<{ orcid: FakeOrcid }>({
  command: 'demo',
  orcid: async ({}, use) => {
    const orcid = await FakeOrcid.open();
    await use(orcid);
    await orcid.close();
  },
  settings: async ({ orcid }, use) => use(orcid.settings),
  server: async ({ server, orcid }, use) => {
    orcid.register(server.origin);
    await use(server);
  },
});

async function enter(page: Page, server: Server, userName: string): Promise<void> {
  const client = await signedIn(server, userName);
  await goOnAs(page, client, server);
  client.close();
}

/** Goes to ORCID from the page that is open, and presses a button there. */
async function atOrcid(page: Page, button: string): Promise<void> {
  await press(page, LINK);
  await expect(page.getByRole('heading', { name: 'Sign in to ORCID' })).toBeVisible();
  await page.getByRole('button', { name: button }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'ORCID iD' })).toBeVisible();
}

/** The address that the browser of this page would be sent back to. */
async function callback(page: Page, orcid: FakeOrcid): Promise<string> {
  const begun = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/account/orcid/begin', { method: 'POST' });
    return (await answer.json()) as { authorize_url: string };
  });
  return orcid.agree(begun.authorize_url);
}

test('an iD is linked at ORCID, seen by reviewers, and unlinked', async ({ page, person, server, orcid }) => {
  await enter(page, server, LOTTE);
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'ORCID iD' })).toBeVisible();
  await expect(page.getByRole('button', { name: LINK })).toBeVisible();
  await axe(page);
  await shot(page, 'orcid-none');
  await atOrcid(page, 'Authorize access');
  await expect(page.getByText('Your ORCID iD is linked.')).toBeVisible();
  // What ORCID gave the browser stands nowhere any more.
  await expect(page).toHaveURL(`${server.origin}/account/orcid`);
  const address = `${orcid.origin}/${orcid.person}`;
  await expect(page.getByRole('link', { name: address })).toHaveAttribute('href', address);
  await axe(page);
  await shot(page, 'orcid-linked');
  await page.reload();
  await expect(page.getByRole('link', { name: address })).toBeVisible();
  await page.goto('/account');
  await expect(page.getByRole('link', { name: address })).toBeVisible();
  await axe(page);

  const desk = await person('reviewer');
  await enter(desk, server, 'demo-reviewer');
  await desk.goto('/review?signal=orcid');
  const lines = desk.locator('.row__open');
  await expect(lines).toHaveCount(1);
  await expect(desk.getByRole('table').getByText('ORCID', { exact: true })).toBeVisible();
  await axe(desk);
  await shot(desk, 'orcid-queue');
  await desk.goto(`/review?q=${orcid.person}`);
  await expect(lines).toHaveCount(1);
  await lines.first().click();
  const link = desk.getByRole('link', { name: address });
  await expect(link).toHaveAttribute('href', address);
  await expect(desk.getByText('Confirmed at ORCID:')).toBeVisible();
  await axe(desk);
  await link.scrollIntoViewIfNeeded();
  await shot(desk, 'orcid-case');

  await press(page, 'Unlink');
  const dialog = page.getByRole('dialog', { name: 'Unlink your ORCID iD?' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Unlink' }).click();
  await expect(page.getByRole('button', { name: LINK })).toBeVisible();
  await expect(page.getByRole('link', { name: address })).toHaveCount(0);
  await desk.goto('/review?signal=orcid');
  await expect(desk.getByText('Nothing fits these filters.')).toBeVisible();
});

test('what goes wrong on the way is said, and nothing is linked', async ({ page, person, server, orcid, watch }) => {
  await enter(page, server, LOTTE);
  await page.goto('/account/orcid');
  await atOrcid(page, 'Deny access');
  await expect(page.getByRole('heading', { name: 'You did not agree at ORCID' })).toBeVisible();
  await axe(page);
  await shot(page, 'orcid-denied');

  // From the same place it goes again, and then the same way back is of no use.
  const once = await callback(page, orcid);
  await page.goto(once);
  await expect(page.getByText('Your ORCID iD is linked.')).toBeVisible();
  await page.goto(once);
  await expect(page.getByRole('heading', { name: 'Please start again' })).toBeVisible();
  await axe(page);

  // What another began, whoever it is, gives nobody their iD.
  const other = await person('other');
  await enter(other, server, 'demo-ines');
  await other.goto('/account');
  await other.goto(await callback(page, orcid));
  await expect(other.getByRole('heading', { name: 'Please start again' })).toBeVisible();
  await expect(other.getByRole('button', { name: LINK })).toBeVisible();

  await atOrcid(other, 'Authorize access');
  await expect(other.getByRole('heading', { name: 'This ORCID iD is linked to another account' })).toBeVisible();
  await expect(other.getByText('Lotte')).toHaveCount(0);
  await expect(other.getByRole('button', { name: LINK })).toBeVisible();
  await axe(other);
  await shot(other, 'orcid-taken');

  orcid.person = '0000-0002-1825-0098';
  await atOrcid(other, 'Authorize access');
  await expect(other.getByRole('heading', { name: 'ORCID did not confirm your iD' })).toBeVisible();
  await axe(other);

  orcid.person = '0000-0002-1825-0097';
  const late = await callback(other, orcid);
  await orcid.close();
  watch.allow(/503/);
  await other.goto(late);
  await expect(other.getByRole('heading', { name: 'ORCID does not answer now' })).toBeVisible();
  await axe(other);
});

test('whoever reads Spanish is told in Spanish', async ({ page, server }) => {
  await enter(page, server, LOTTE);
  await page.goto('/account/orcid');
  await page.getByRole('button', { name: 'Español' }).click();
  await expect(page.getByText('Un ORCID iD es un número')).toBeVisible();
  await press(page, 'Vincular su ORCID iD');
  await page.getByRole('button', { name: 'Deny access' }).click();
  await expect(page.getByRole('heading', { name: 'Usted no dio su permiso en ORCID' })).toBeVisible();
  await axe(page);
});

base.describe('without a client id', () => {
  base.use({ command: 'demo' });

  base('nothing is said of ORCID anywhere', async ({ page, person, server, watch }) => {
    await enter(page, server, LOTTE);
    await page.goto('/account');
    await expect(page.getByRole('button', { name: 'Save' })).toBeVisible();
    await expect(page.getByText('ORCID')).toHaveCount(0);
    watch.allow(/responded with a status of 404/);
    const answer = await page.goto('/account/orcid');
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
    const desk = await person('reviewer');
    await enter(desk, server, 'demo-reviewer');
    await desk.goto('/review');
    await expect(desk.locator('.row__open').first()).toBeVisible();
    await desk.getByRole('button', { name: 'Filters' }).click();
    await expect(desk.getByText('Known reference').first()).toBeVisible();
    await expect(desk.getByText('ORCID')).toHaveCount(0);
  });
});
