// Nothing that was typed is ever lost: not by a refusal, a session that ended, a dead network, a server that was killed, a
// reload, a tab that is closed or crashes.
import type { Page } from '@playwright/test';
import { Client, expectBody } from './support/client.ts';
import { expect, test } from './support/fixtures.ts';
import { axe } from './support/look.ts';
import { linkIn, type Mailbox } from './support/mail.ts';
import { enterAsStaff, fill, openMenu, press } from './support/people.ts';
import { NO_CONNECTION, goOnAs, signedIn } from './support/sweep.ts';
import { crash, crashAndReload, endSession, keptInTab, signInAgain } from './support/trouble.ts';
import type { Server } from './support/server.ts';

const ADA = {
  userName: 'ada-miller',
  email: 'ada.miller@university.example',
  passphrase: 'lantern gravel otter window',
  givenNames: 'Ada',
  familyName: 'Miller',
};
/** What a browser and the watch say of a server that was killed. */
const KILLED = new RegExp(`${NO_CONNECTION.source}|ERR_SOCKET_NOT_CONNECTED|ERR_FAILED`);

/** Registers Ada, signs her in in this browser, and gives her client. */
async function asAda(page: Page, server: Server, mailbox: Mailbox): Promise<Client> {
  const client = new Client(server.origin);
  await client.register(ADA, mailbox);
  await goOnAs(page, client, server);
  return client;
}

const TASKS = [
  { path: '/apply/about-you', label: 'Given names', field: 'given_names', words: ['Ada Maria', 'Ada Maria Josefa', 'Ada M.', 'A. Maria', 'Ada J. Maria'] },
  { path: '/apply/affiliation', label: 'Organisation', field: 'organisation', words: ['École', 'École 42', '3M', 'J & J', 'Büro'] },
  { path: '/apply/research', label: 'Research summary', field: 'research_summary', words: ['One.', 'One. Two.', 'Three', '四', 'Five?'] },
  { path: '/apply/reference', label: 'Full name', field: 'reference_name', words: ['Grace', 'Grace C.', 'Grace Chen', '陳', 'G. Chen'] },
] as const;

for (const { path, label, field, words } of TASKS) {
  test(`the wizard keeps every word of ${path}`, async ({ page, server, mailbox, watch, context }) => {
    watch.allow(KILLED);
    const ada = await asAda(page, server, mailbox);
    const draft = expectBody<{ id: string }>(await ada.post('/api/v1/applications'), 201);
    const saved = async () => {
      const now = await ada.get(`/api/v1/applications/${draft.id}`);
      return (now.body as { form: Record<string, string> }).form[field];
    };
    const [reloaded, offline, ended, killed, crashed] = words;
    const input = (of: Page) => of.getByLabel(label, { exact: true });

    // A reload right after the last key.
    await page.goto(path);
    await input(page).fill(reloaded);
    await page.reload();
    await expect(input(page)).toHaveValue(reloaded);
    await expect(page.getByText('Draft saved')).toBeVisible();
    expect(await saved()).toBe(reloaded);

    // No network, and the tab is closed before there is one again.
    await context.setOffline(true);
    await input(page).fill(offline);
    await expect(page.getByText('No connection. Your words are kept on this device')).toBeVisible();
    await axe(page);
    await page.close();
    await context.setOffline(false);
    expect(await saved()).toBe(reloaded);
    const later = await context.newPage();
    await later.goto(path);
    await expect(input(later)).toHaveValue(offline);
    await expect.poll(saved).toBe(offline);

    // The session ended on the server while somebody types.
    await endSession(later);
    await input(later).fill(ended);
    await expect(later.getByRole('dialog')).toBeVisible();
    await axe(later);
    await signInAgain(later, ADA.userName, ADA.passphrase);
    await expect(input(later)).toHaveValue(ended);
    await ada.signIn(ADA);
    await expect.poll(saved).toBe(ended);

    // The server is killed before it has the words, and comes back.
    await input(later).fill(killed);
    await server.restart('serve', 'SIGKILL');
    await expect(input(later)).toHaveValue(killed);
    await expect.poll(saved).toBe(killed);

    // The tab crashes right after the last key.
    await input(later).fill(crashed);
    await crash(later);
    const last = await context.newPage();
    await last.goto(path);
    await expect(input(last)).toHaveValue(crashed);
    await expect.poll(saved).toBe(crashed);
  });
}

test('a refused page of the wizard keeps its words, valid or not', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  await ada.post('/api/v1/applications');
  await page.goto('/apply/reference');
  await fill(page, { 'Full name': 'Grace Chen', 'E-mail address': 'not an address', 'Their organisation': 'École 42' });
  await press(page, 'Save and continue');
  await expect(page.getByRole('alert')).toContainText('Enter an e-mail address in the form name@example.org');
  await page.reload();
  await expect(page.getByLabel('E-mail address', { exact: true })).toHaveValue('not an address');
  await expect(page.getByLabel('Their organisation', { exact: true })).toHaveValue('École 42');
});

test('what another tab saved is never overwritten, and both versions are shown', async ({ page, server, mailbox, context }) => {
  const ada = await asAda(page, server, mailbox);
  await ada.post('/api/v1/applications');
  await page.goto('/apply/research');
  const other = await context.newPage();
  await other.goto('/apply/research');
  await fill(other, { 'Research summary': 'Written in the other tab.' });
  await expect(other.getByText('Draft saved')).toBeVisible();
  await expect(other.getByText('Saving…')).toHaveCount(0);
  await fill(page, { 'Research summary': 'Written here.' });
  const choice = page.locator('.notice').filter({ hasText: 'This was changed in another tab' });
  await expect(choice).toContainText('Written here.');
  await expect(choice).toContainText('Written in the other tab.');
  await axe(page);
  await choice.getByRole('button', { name: 'Keep what is on this page' }).click();
  await expect(page.getByText('Draft saved')).toBeVisible();
  await other.reload();
  await expect(other.getByLabel('Research summary')).toHaveValue('Written here.');
});

test('signing out saves what can be saved, and leaves nothing behind', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  const draft = expectBody<{ id: string }>(await ada.post('/api/v1/applications'), 201);
  await page.goto('/apply/research');
  await fill(page, { 'Research summary': 'The last words before leaving.' });
  await openMenu(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  const buffered = await page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const open = indexedDB.open('accede', 1);
        open.onerror = () => reject(open.error);
        open.onupgradeneeded = () => reject(new Error('the page made no buffer'));
        open.onsuccess = () => {
          const count = open.result.transaction('unsaved').objectStore('unsaved').count();
          count.onsuccess = () => resolve(count.result);
        };
      }),
  );
  expect(buffered).toBe(0);
  expect(await keptInTab(page)).not.toContain('last words');
  await ada.signIn(ADA);
  const { body } = await ada.get(`/api/v1/applications/${draft.id}`);
  expect((body as { form: { research_summary: string } }).form.research_summary).toBe('The last words before leaving.');
});

test('a registration keeps its words, and never the passphrase', async ({ page, server, watch, context }) => {
  watch.allow(KILLED);
  const answers = {
    'Given names': 'Ada',
    'Family name': 'Miller',
    'E-mail address': ADA.email,
    'User name': 'Not A Name',
  };
  const expectAnswers = async (of: Record<string, string>) => {
    for (const [label, answer] of Object.entries(of)) {
      await expect(page.getByLabel(label, { exact: true })).toHaveValue(answer);
    }
  };
  const doomed = await context.newPage();
  await doomed.goto('/register');
  await fill(doomed, { 'Family name': 'Miller' });
  const valueOf = await crashAndReload(doomed);
  await expect.poll(() => valueOf('f-family-name')).toBe('Miller');
  await doomed.close();

  await page.goto('/register');
  await fill(page, { ...answers, Passphrase: ADA.passphrase });
  await page.getByLabel('Country').selectOption('DE');
  expect(await keptInTab(page)).not.toContain(ADA.passphrase);

  await press(page, 'Create the account');
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAnswers({ ...answers, Passphrase: ADA.passphrase });
  await page.reload();
  await expectAnswers({ ...answers, Passphrase: '' });
  await expect(page.getByLabel('Country')).toHaveValue('DE');

  const mended = { ...answers, 'User name': 'ada-miller', Passphrase: ADA.passphrase };
  await fill(page, mended);
  await page.getByLabel(/^I read the privacy notice/).check();
  await page.getByLabel(/^I agree to the terms of use/).check();
  await context.setOffline(true);
  await press(page, 'Create the account');
  await expect(page.getByRole('alert')).toContainText('No connection');
  await expectAnswers(mended);
  await context.setOffline(false);

  await server.kill();
  await press(page, 'Create the account');
  await expect(page.getByRole('alert')).toContainText('No connection');
  await expectAnswers(mended);
  await axe(page);
  await server.restart('serve');
  await press(page, 'Create the account');
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
  expect(await keptInTab(page)).not.toContain('Miller');
  await page.goto('/register');
  await expectAnswers({ 'Given names': '', 'User name': '' });
});

test('the completion date of a report stays, whatever becomes of the file', async ({ page, server, mailbox, watch, context }) => {
  watch.allow(KILLED);
  await asAda(page, server, mailbox);
  const date = { Day: '12', Month: '9', Year: '2026' };
  const expectDate = async () => {
    for (const [label, answer] of Object.entries(date)) {
      await expect(page.getByLabel(label, { exact: true })).toHaveValue(answer);
    }
  };
  const choose = () =>
    page.getByLabel('Completion report').setInputFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no PDF') });
  await page.goto('/training');
  await fill(page, date);
  await page.reload();
  await expectDate();
  await press(page, 'Upload');
  await expect(page.getByRole('alert')).toContainText('Enter the completion report');
  await expectDate();
  await choose();
  await press(page, 'Upload');
  await expect(page.getByRole('alert')).toContainText('This file cannot be taken');
  await expectDate();
  await context.setOffline(true);
  await press(page, 'Upload');
  await expect(page.getByRole('alert')).toContainText('No connection');
  await context.setOffline(false);
  await endSession(page);
  await press(page, 'Upload');
  await signInAgain(page, ADA.userName, ADA.passphrase);
  await expect(page.getByRole('alert')).toContainText('This file cannot be taken');
  await expectDate();
  await server.kill();
  await press(page, 'Upload');
  await expect(page.getByRole('alert')).toContainText('No connection');
  await server.restart('serve');
  await page.reload();
  await expectDate();
  const valueOf = await crashAndReload(page);
  await expect.poll(() => valueOf('f-completed-on-year')).toBe('2026');
});

test.describe('in the demonstration', () => {
  test.use({ command: 'demo' });

  test('a reference keeps what they chose and wrote', async ({ page, server, mailbox, watch, context }) => {
    watch.allow(KILLED);
    const words = 'I have supervised her work.\nSince 2024.';
    const text = page.getByLabel('How do you know each other?');
    const choice = page.getByLabel('I have a concern');
    await page.goto(linkIn(await mailbox.next({ to: 'terry.reference@university.example' }), /^\/reference$/));
    await choice.check();
    await press(page, 'Send my answer');
    await expect(page.getByRole('alert')).toContainText('Say how you know each other');
    await expect(choice).toBeChecked();
    await text.fill(words);
    await page.reload();
    await expect(text).toHaveValue(words);
    await expect(choice).toBeChecked();
    await context.setOffline(true);
    await press(page, 'Send my answer');
    await expect(page.getByRole('alert')).toContainText('No connection');
    await expect(text).toHaveValue(words);
    await context.setOffline(false);
    await server.kill();
    await press(page, 'Send my answer');
    await expect(page.getByRole('alert')).toContainText('No connection');
    await server.restart('demo');
    await page.reload();
    await expect(text).toHaveValue(words);
    await press(page, 'Send my answer');
    await expect(page.getByText('Thank you. Your answer is with the reviewers')).toBeVisible();
    expect(await keptInTab(page)).not.toContain('supervised');

    await press(page, 'Change my answer');
    await text.fill('I was mistaken.');
    const valueOf = await crashAndReload(page);
    await expect.poll(() => valueOf('f-text')).toBe('I was mistaken.');
  });

  test('a reviewer keeps comments and reasons until they are sent', async ({ page, server, watch, context }) => {
    watch.allow(KILLED);
    const staff = await enterAsStaff(page, server, 'reviewer', { given: 'Rosa', family: 'Lindgren' });
    await page.goto('/review');
    await page.getByRole('link', { name: 'Lotte Example' }).click();
    await expect(page.getByRole('heading', { name: 'Decide' })).toBeVisible();
    const doomed = await context.newPage();
    await doomed.goto(page.url());
    await doomed.getByText('Return for changes').first().click();
    await doomed.getByLabel('Comment, for the applicant').fill('Half a comment');
    const valueOf = await crashAndReload(doomed);
    await expect.poll(() => valueOf('f-comments-0-text')).toBe('Half a comment');
    await doomed.close();

    const part = (name: string) => page.locator('details').filter({ has: page.locator('summary', { hasText: name }) });
    const [returning, rejecting] = [part('Return for changes'), part('Reject the application')];
    await returning.locator('summary').click();
    await returning.getByLabel('What the comment is about').selectOption({ label: 'City' });
    await returning.getByLabel('Comment, for the applicant').fill('Which one? There are two of this name.');
    await returning.getByRole('button', { name: 'Add this comment and write another' }).click();
    await returning.getByLabel('What the comment is about').selectOption({ label: 'Research summary' });
    await returning.getByLabel('Comment, for the applicant').fill('Say where the files will be.');
    await rejecting.locator('summary').click();
    await rejecting.getByLabel('Reason', { exact: true }).selectOption({ index: 1 });
    await rejecting.getByLabel('Words for the applicant').fill('Half a reason');
    const expectWords = async () => {
      await expect(returning.getByText('City: Which one? There are two of this name.')).toBeVisible();
      await expect(returning.getByLabel('What the comment is about')).toHaveValue('/research_summary');
      await expect(returning.getByLabel('Comment, for the applicant')).toHaveValue('Say where the files will be.');
      await expect(rejecting.getByLabel('Words for the applicant')).toHaveValue('Half a reason');
    };
    await expectWords();
    await page.reload();
    await expectWords();
    await axe(page);

    const send = returning.getByRole('button', { name: 'Return for changes' });
    await context.setOffline(true);
    await send.click();
    await expect(returning.getByRole('alert')).toContainText('No connection');
    await expectWords();
    await context.setOffline(false);
    await server.kill();
    await send.click();
    await expect(returning.getByRole('alert')).toContainText('No connection');
    await server.restart('demo');
    await expectWords();

    // Somebody else decides meanwhile: what they did is shown, and the words go with the next try.
    const colleague = await signedIn(server, 'demo-reviewer');
    const path = `/api/v1${new URL(page.url()).pathname.replace('/review', '')}`;
    const checklist = {
      found_by_name: true,
      organisation_fits_email: true,
      category_fits_position: true,
      summary_sufficient: true,
      summary_no_sharing: true,
    };
    const seen = await colleague.get(path.replace('/applications', '/review/applications'));
    expectBody(await colleague.post(`${path}/confirm-identity`, { checklist }, seen.etag), 200);
    colleague.close();
    await send.click();
    await expect(returning.getByText('Somebody changed this meanwhile')).toBeVisible();
    await axe(page);
    await returning.getByRole('button', { name: 'Show what is new' }).click();
    await expect(page.getByRole('button', { name: 'Ask the reference' })).toBeVisible();
    await expectWords();

    await endSession(page);
    await send.click();
    await signInAgain(page, staff.userName, staff.passphrase, staff.recoveryCodes[0]);
    await expect(page.getByText('Back with you').or(page.getByText('Returned')).first()).toBeVisible();
    await expect(returning).toHaveCount(0);
    expect(await keptInTab(page)).not.toContain('Which one');
  });
});
