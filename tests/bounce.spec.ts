// A reference's mail server refuses our mail: the applicant is told, corrects the address, and the mail arrives.
import { type Client, expectBody } from './support/client.ts';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { deliveryReport, linkIn } from './support/mail.ts';
import { fill, press } from './support/people.ts';
import type { Server } from './support/server.ts';
import { goOnAs, signedIn } from './support/sweep.ts';

test.use({ command: 'demo' });

const WRONG = 'terry.reference@university.example';
const RIGHT = 'terry.reference@department.university.example';

test('a mail that is refused is told to the applicant, who corrects the address', async ({ page, person, server, mailbox }) => {
  const applicant = await signedIn(server, 'demo-wei');
  await goOnAs(page, applicant, server);
  mailbox.refuse(WRONG);
  await invite(applicant, server);

  const told = await mailbox.next({ to: 'demo-wei@university.example', subject: /reference/i });
  expect(told.text).toContain(WRONG);
  await page.goto('/dashboard');
  await expect(page.getByText('Our mail to your reference was refused', { exact: true })).toBeVisible();
  await axe(page);
  await page.getByRole('link', { name: "Correct your reference's address, or name someone else" }).click();
  await expect(page.getByText('Our mail did not arrive')).toBeVisible();
  await expect(page.getByText('Their mail server does not know this address.')).toBeVisible();
  await expect(page.getByText('Our mail to your reference was refused', { exact: true })).toBeVisible();
  await axe(page);
  await shot(page, 'bounced');

  // Open already: it is what there is to do.
  await expect(page.getByLabel('E-mail address', { exact: true })).toHaveValue(WRONG);
  await fill(page, { 'E-mail address': RIGHT });
  await press(page, 'Save and ask this person');
  await expect(page.getByText('Our mail did not arrive')).toHaveCount(0);
  await expect(page.getByText(RIGHT).first()).toBeVisible();

  const reference = await person('reference');
  await reference.goto(linkIn(await mailbox.next({ to: RIGHT }), /^\/reference$/));
  await expect(reference.getByText('named you as a reference')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Asked; our mail has gone out to them')).toBeVisible();
  await axe(page);
  applicant.close();
});

test('a mail that is put off is told with the time of the next attempt', async ({ page, server, mailbox }) => {
  const applicant = await signedIn(server, 'demo-wei');
  await goOnAs(page, applicant, server);
  mailbox.refuse(WRONG, 451, '4.7.1 Greylisted, try again in a minute');
  await invite(applicant, server);
  const { items } = expectBody<{ items: { id: string }[] }>(await applicant.get('/api/v1/applications'), 200);
  const status = async () => {
    const { body } = await applicant.get(`/api/v1/applications/${items[0]!.id}`);
    return (body as { reference: { state: string; next_try_at?: string; asked_to_wait?: boolean } }).reference;
  };
  await expect.poll(async () => (await status()).next_try_at).toBeDefined();
  expect(await status()).toMatchObject({ state: 'invited', asked_to_wait: true });
  await page.goto(`/application/${items[0]!.id}`);
  const notice = page.locator('.notice').filter({ hasText: 'Our mail has not arrived yet' });
  await expect(notice).toContainText('Their mail server asked us to try again later');
  await expect(notice.locator('time')).toBeVisible();
  await axe(page);
  await shot(page, 'put-off');
  applicant.close();
});

test('a mail that comes back later is told to the applicant, once', async ({ page, server, mailbox }) => {
  const applicant = await signedIn(server, 'demo-wei');
  await goOnAs(page, applicant, server);
  // Their mail server takes it, and sends a report to the sender of the envelope, where a pipe ends in the program.
  const said: string[] = [];
  const back = mailbox.bounce({ to: WRONG, subject: /Wei Muster/ }, async (report) => {
    said.push(await server.runWith(report, 'bounce'));
  });
  await invite(applicant, server);
  const report = await back;
  expect(report.to).toBe('help@portal.example');
  expect(said).toEqual([expect.stringContaining('1 of our mails did not arrive')]);
  expect(await server.runWith(report.text, 'bounce')).toContain('0 of our mails did not arrive');
  expect(await server.runWith('From: a@b.example\n\nI am away.\n', 'bounce')).toContain('0 of our mails did not arrive');

  // The mail about it is sent by the server, which looks for what another process queued once a minute.
  await page.goto('/dashboard');
  await expect(page.getByText('Our mail to your reference was refused', { exact: true })).toBeVisible();
  applicant.close();
});

test('a mail that is held up on its way is told as put off, until it comes back', async ({ page, server, mailbox }) => {
  const applicant = await signedIn(server, 'demo-wei');
  await goOnAs(page, applicant, server);
  await invite(applicant, server);
  const invitation = await mailbox.next({ to: WRONG, subject: /Wei Muster/ });
  const { items } = expectBody<{ items: { id: string }[] }>(await applicant.get('/api/v1/applications'), 200);
  const address = `/application/${items[0]!.id}`;
  const state = async () => {
    const { body } = await applicant.get(`/api/v1/applications/${items[0]!.id}`);
    return (body as { reference: { state: string } }).reference.state;
  };
  await expect.poll(state).toBe('sent');
  await page.goto(address);
  const notice = page.locator('.notice').filter({ hasText: 'Our mail has not arrived yet' });
  await expect(page.getByText('Asked; our mail has gone out to them')).toBeVisible();
  await expect(notice).toHaveCount(0);

  await server.runWith(deliveryReport(invitation, 'delayed'), 'bounce');
  await page.reload();
  await expect(notice).toContainText('It tries again by itself.');
  await axe(page);
  await shot(page, 'held-up');

  await server.runWith(deliveryReport(invitation, 'failed'), 'bounce');
  await page.reload();
  await expect(page.getByText('Our mail did not arrive')).toBeVisible();
  await expect(notice).toHaveCount(0);
  applicant.close();
});

/** A reviewer asks this applicant's reference. */
async function invite(applicant: Client, server: Server): Promise<void> {
  const { items } = expectBody<{ items: { id: string }[] }>(await applicant.get('/api/v1/applications'), 200);
  const id = items[0]!.id;
  const reviewer = await signedIn(server, 'demo-reviewer');
  const { etag } = await reviewer.get(`/api/v1/review/applications/${id}`);
  const message = 'Please tell us how you know this person.';
  expectBody(await reviewer.post(`/api/v1/applications/${id}/invite-reference`, { message }, etag), 200);
  reviewer.close();
}
