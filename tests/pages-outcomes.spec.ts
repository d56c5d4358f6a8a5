// What can become of an application, a credential and a training, as their person and staff see it.
import type { Page } from '@playwright/test';
import { expectBody, type Client } from './support/client.ts';
import { apply, BELIEVE_ADDRESSES, prepare, referenceOf, type Applicant } from './support/crowd.ts';
import { expect, test } from './support/fixtures.ts';
import { axe, expectRefused, shot, unfold } from './support/look.ts';
import { linkIn, type Mailbox } from './support/mail.ts';
import { goOnAs, signedIn } from './support/sweep.ts';
import { credentialEnds, nothingDoneYet, returnedLongAgo, trainingEnds } from './support/store.ts';
import type { Server } from './support/server.ts';

test.use({ command: 'demo', settings: BELIEVE_ADDRESSES });

const IDENTITY = {
  checklist: {
    found_by_name: true,
    organisation_fits_email: true,
    category_fits_position: true,
    summary_sufficient: true,
    summary_no_sharing: true,
  },
};
const RESPONSE = { checklist: { knows_applicant: true, supports_use: true, understands_privacy: true } };
const REPORT = {
  report_attached: true,
  up_to_date: true,
  modules_complete: true,
  hipaa_complete: true,
  name_matches: true,
};

/** A command of staff, on the version that there is. */
async function command(staff: Client, path: string, name: string, body: unknown): Promise<void> {
  const read = path.replace('/api/v1/', '/api/v1/review/');
  const seen = await staff.get(read);
  expectBody(seen, 200);
  expectBody(await staff.post(`${path}/${name}`, body, seen.etag), 200);
}

/** Up to the decision: identity confirmed, the reference has answered, the report is in order. */
async function upToTheEnd(one: Applicant, number: number, reviewer: Client, mailbox: Mailbox): Promise<string> {
  await command(reviewer, `/api/v1/trainings/${one.training}`, 'accept', { checklist: REPORT, comment: '' });
  await command(reviewer, one.path, 'confirm-identity', IDENTITY);
  await command(reviewer, one.path, 'invite-reference', { message: '' });
  const link = linkIn(await mailbox.next({ to: referenceOf(number) }), /^\/reference$/);
  const token = new URL(link).hash.slice(1);
  const body = { token, answer: 'confirms', text: 'We have worked in one group for years.' };
  expectBody(await one.client.post('/api/v1/reference-requests/answer', body), 200);
  return token;
}

/** The page of the application, the overview and the wizard, as the applicant has them. */
async function lookAsApplicant(page: Page, one: Applicant, server: Server, words: string | RegExp): Promise<void> {
  await goOnAs(page, one.client, server);
  await page.goto(`/application/${one.id}`);
  await expect(page.getByRole('main').getByText(words).first()).toBeVisible();
  await unfold(page);
  await axe(page);
  for (const [path, heading] of [['/dashboard', 'Your overview'], ['/apply', 'Apply for credentialing'], ['/training', 'Training']] as const) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await axe(page);
  }
}

async function lookAsStaff(page: Page, one: Applicant, words: string | RegExp): Promise<void> {
  await page.goto(`/review/applications/${one.id}`);
  await expect(page.getByRole('main').getByText(words).first()).toBeVisible();
  await unfold(page);
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await axe(page);
}

test('rejected, with the reason', async ({ person, server, mailbox }) => {
  const reviewer = await signedIn(server, 'demo-reviewer');
  const one = await apply(server, mailbox, 1);
  await command(reviewer, one.path, 'reject', { template: 'frivolous', comment: 'It reads as if it was not meant.' });
  await lookAsApplicant(await person('applicant'), one, server, 'It reads as if it was not meant.');
  const desk = await person('reviewer');
  await goOnAs(desk, reviewer, server);
  await lookAsStaff(desk, one, 'Rejected');
  one.client.close();
  reviewer.close();
});

test('at its end, accepted, looked at by an administrator, revoked', async ({ person, server, mailbox }) => {
  const reviewer = await signedIn(server, 'demo-reviewer');
  const administrator = await signedIn(server, 'demo-admin');
  const one = await apply(server, mailbox, 1);
  const token = await upToTheEnd(one, 1, reviewer, mailbox);

  const desk = await person('reviewer');
  await goOnAs(desk, reviewer, server);
  await lookAsStaff(desk, one, 'Final');
  await desk.locator('#decide-forward').getByRole('button', { name: 'Accept' }).click();
  await expect(desk.getByRole('alert').first()).toBeFocused();
  await axe(desk);
  await shot(desk, 'case-final');

  await command(reviewer, one.path, 'accept', RESPONSE);
  await lookAsApplicant(await person('applicant'), one, server, 'Accepted');

  // The reference takes the answer back: an administrator is told, and looks.
  const taken = { token, text: 'They have left our group.' };
  expectBody(await one.client.post('/api/v1/reference-requests/withdraw', taken), 200);
  const told = await mailbox.next({ to: 'demo-admin@university.example', subject: /^Credential CR-/ });
  const office = await person('administrator');
  await goOnAs(office, administrator, server);
  await office.goto('/review');
  const waiting = office.getByRole('heading', { name: '1 credential to look at' });
  await expect(waiting).toBeVisible();
  await axe(office);
  await shot(office, 'queue-credentials');
  await office.goto(new URL(linkIn(told, /^\/review\/applications\//)).pathname);
  await expect(office.getByRole('heading', { name: 'The reference took their answer back after the decision' })).toBeVisible();
  await expect(office.getByText('All answers, oldest first')).toBeVisible();
  await unfold(office);
  await axe(office);
  await shot(office, 'case-credential');
  await office.getByRole('button', { name: 'The credential stays' }).click();
  await expect(office.getByRole('button', { name: 'The credential stays' })).toHaveCount(0);
  await expect(office.getByRole('heading', { level: 1 })).toBeFocused();
  await office.goto('/review');
  await expect(office.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(waiting).toHaveCount(0);

  await command(administrator, one.path, 'revoke', { reason: 'Data were put on a public server.' });
  await lookAsApplicant(await person('applicant, later'), one, server, 'Data were put on a public server.');
  await lookAsStaff(office, one, 'Revoked');
  for (const client of [one.client, reviewer, administrator]) {
    client.close();
  }
});

test('not answered in time, and run out', async ({ person, server, mailbox }) => {
  const reviewer = await signedIn(server, 'demo-reviewer');
  const [lapsing, ending] = [await apply(server, mailbox, 1), await apply(server, mailbox, 2)];
  const comments = [{ pointer: '/research_summary', text: 'Say how the data are kept.' }];
  await command(reviewer, lapsing.path, 'return', { comments, message: '' });
  await upToTheEnd(ending, 2, reviewer, mailbox);
  await command(reviewer, ending.path, 'accept', RESPONSE);
  await returnedLongAgo(server, lapsing.id, 91);
  await credentialEnds(server, ending.id);
  await trainingEnds(server, ending.training);
  await nothingDoneYet(server);
  await server.restart('demo');
  await mailbox.next({ to: 'applicant-1@university.example', subject: /has ended/ });
  await mailbox.next({ to: 'applicant-2@university.example', subject: /^Your credentialed access has run out/ });

  await lookAsApplicant(await person('lapsed'), lapsing, server, 'Lapsed');
  await lookAsApplicant(await person('expired'), ending, server, 'Ended');
  const desk = await person('reviewer');
  await goOnAs(desk, reviewer, server);
  await lookAsStaff(desk, lapsing, 'Lapsed');
  await lookAsStaff(desk, ending, 'Expired');
  for (const client of [lapsing.client, ending.client, reviewer]) {
    client.close();
  }
});

test('a report that was given back, and one that was rejected', async ({ person, server, mailbox }) => {
  const reviewer = await signedIn(server, 'demo-reviewer');
  const no = { checklist: { ...REPORT, report_attached: false }, comment: 'It is the certificate.' };
  for (const [number, name] of [[1, 'return'], [2, 'reject']] as const) {
    const one = await apply(server, mailbox, number);
    await command(reviewer, `/api/v1/trainings/${one.training}`, name, no);
    const page = await person(name);
    await goOnAs(page, one.client, server);
    await page.goto('/training');
    await expect(page.getByText('It is the certificate.')).toBeVisible();
    await unfold(page);
    await axe(page);
    await shot(page, `training-${name}ed`);
    await page.goto('/apply/training');
    await expect(page.getByText('It is the certificate.')).toBeVisible();
    await axe(page);
    one.client.close();
  }
  reviewer.close();
});

test.describe('while credentialing is paused', () => {
  test.use({
    command: 'serve',
    settings: { ...BELIEVE_ADDRESSES, ACCEDE_CREDENTIALING_PAUSED: 'We move house until Monday.' },
  });

  test('submitting says that it waits, the wizard says why, and the words are kept', async ({ page, server, mailbox, watch }) => {
    watch.allow(/503/);
    const one = await prepare(server, mailbox, 1);
    await goOnAs(page, one.client, server);
    await page.goto('/apply/check');
    await page.getByRole('button', { name: 'Submit the application' }).click();
    await expect(page.getByRole('heading', { name: 'Applications are paused' })).toBeVisible();
    await axe(page);
    await page.goto('/apply');
    await expect(page.getByText('We move house until Monday.')).toBeVisible();
    await axe(page);
    await page.goto('/apply/research');
    await expect(page.getByLabel('Research summary')).toHaveValue(/delirium/);
    one.client.close();
  });
});

test('what is wrong with the answers leads to the answer', async ({ page, server, mailbox }) => {
  const one = await apply(server, mailbox, 1);
  expectBody(await one.client.post(`${one.path}/withdraw`, undefined, (await one.client.get(one.path)).etag), 200);
  const again = expectBody<{ id: string }>(await one.client.post('/api/v1/applications', {}), 201);
  await goOnAs(page, one.client, server);
  const path = `/api/v1/applications/${again.id}`;
  const read = await one.client.get(path);
  const form = { ...expectBody<{ form: Record<string, unknown> }>(read, 200).form, research_summary: 'Too short.', country: '' };
  expectBody(await one.client.put(`${path}/draft`, { form }, read.etag ?? ''), 200);
  await page.goto('/apply/check');
  await page.getByRole('button', { name: 'Submit the application' }).click();
  await expectRefused(page, 'longer');
  await page.getByRole('alert').getByRole('link', { name: /research summary longer/ }).click();
  await expect(page.getByLabel('Research summary')).toBeFocused();
  await page.goBack();
  await page.getByRole('button', { name: 'Submit the application' }).click();
  await page.getByRole('alert').getByRole('link', { name: 'Choose your country' }).click();
  await expect(page.getByLabel('Country')).toBeFocused();
  one.client.close();
});
