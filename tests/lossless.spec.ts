// Nothing that was typed is ever lost: not by a refusal, a session that ended, a dead network, a server that was killed, a
// reload, a tab that is closed or crashes. The tasks of the wizard have a file of their own, `lossless-tasks.spec.ts`.
import { buffered } from './support/buffer.ts';
import { Client, expectBody } from './support/client.ts';
import { ADA, KILLED, asAda, beginDraft } from './support/draft.ts';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { linkIn } from './support/mail.ts';
import { enterAsStaff, fill, openMenu, press } from './support/people.ts';
import { cutNetwork, goOnAs, signedIn } from './support/sweep.ts';
import { ageTyped, crashAndReload, endSession, keptInTab, signInAgain } from './support/trouble.ts';

const BACK = 'What you typed before is back. It is not saved yet.';

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

test('signing out saves what can be saved, and leaves nothing behind', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await page.goto('/apply/research');
  await fill(page, { 'Research summary': 'The last words before leaving.' });
  await openMenu(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  // The first page is another build's, and loaded anew: it is there when its heading is.
  await expect(page.getByRole('heading', { level: 1, name: 'Access to credentialed research data' })).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect(await buffered(page)).toBe(0);
  expect(await keptInTab(page)).not.toContain('last words');
  await ada.signIn(ADA);
  expect(await draft.saved('research_summary')).toBe('The last words before leaving.');
});

test('what waits in the browser is shown to the same person only, and for seven days', async ({ page, server, mailbox, watch }) => {
  watch.allow(KILLED);
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  const write = async (words: string) => {
    await page.goto('/apply/research');
    await expect(page.getByLabel('Research summary')).toBeVisible();
    await cutNetwork(page);
    await fill(page, { 'Research summary': words });
    await expect.poll(() => buffered(page)).toBe(1);
  };
  await write('For Ada alone.');

  // Her session is gone, and somebody else signs in at the same browser.
  const eve = new Client(server.origin);
  await eve.register({ ...ADA, userName: 'eve-miller', email: 'eve.miller@university.example', givenNames: 'Eve' }, mailbox);
  await eve.post('/api/v1/applications');
  await page.unrouteAll();
  await page.goto('about:blank');
  await page.context().clearCookies();
  await goOnAs(page, eve, server);
  await page.goto('/apply/research');
  await expect(page.getByLabel('Research summary')).toHaveValue('');
  await expect(page.getByRole('banner').locator('summary')).toContainText('Eve Miller');
  expect(await page.evaluate(() => document.body.innerText)).not.toContain('For Ada alone.');

  // She finds her words, and the server has them then.
  await page.goto('about:blank');
  await page.context().clearCookies();
  await goOnAs(page, ada, server);
  await page.goto('/apply/research');
  await expect(page.getByLabel('Research summary')).toHaveValue('For Ada alone.');
  await expect.poll(() => draft.saved('research_summary')).toBe('For Ada alone.');
  await expect.poll(() => buffered(page)).toBe(0);

  // What has waited longer than a week is not shown any more, and is gone.
  await write('Out of date.');
  expect(await buffered(page, 8)).toBe(1);
  await page.unrouteAll();
  await page.reload();
  await expect(page.getByLabel('Research summary')).toHaveValue('For Ada alone.');
  await expect.poll(() => buffered(page)).toBe(0);
  eve.close();
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

  // The window is closed, and opened again another day.
  await page.close();
  page = await context.newPage();
  await page.goto('/register');
  await expectAnswers({ ...answers, Passphrase: '' });
  await expect(page.getByText(BACK)).toBeVisible();
  await expect(page.getByText('Type your passphrase again, and tick the last two boxes')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Forget it' })).toBeVisible();
  await axe(page);
  await shot(page, 'register-back');

  const mended = { ...answers, 'User name': 'ada-miller', Passphrase: ADA.passphrase };
  await fill(page, mended);
  await page.getByLabel(/^I have read the privacy notice/).check();
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
  await expect(page.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();
  expect(await keptInTab(page)).not.toContain('Miller');
  await page.goto('/register');
  await press(page, 'Register with another address');
  await expectAnswers({ 'Given names': '', 'User name': '' });
});

test('what somebody typed for an account can be cleared, and goes by itself after a week', async ({ page }) => {
  const given = page.getByLabel('Given names', { exact: true });
  const back = page.getByText(BACK);
  await page.goto('/register');
  await expect(given).toBeVisible();
  await expect(back).toBeHidden();
  await fill(page, { 'Given names': 'Ada', Passphrase: ADA.passphrase });
  await page.reload();
  await expect(given).toHaveValue('Ada');
  await press(page, 'Forget it');
  await expect(given).toHaveValue('');
  await expect(given).toBeFocused();
  await expect(back).toBeHidden();
  expect(await keptInTab(page)).not.toContain('Ada');

  await fill(page, { 'Given names': 'Ada' });
  await ageTyped(page, 8);
  await page.reload();
  await expect(given).toBeVisible();
  await expect(given).toHaveValue('');
  expect(await keptInTab(page)).not.toContain('Ada');
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
  await expect(page.getByRole('alert')).toContainText('Choose the completion report');
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
    await doomed.getByRole('button', { name: 'Comment on: City' }).click();
    await doomed.getByLabel('Comment on: City', { exact: true }).fill('Half a comment');
    const valueOf = await crashAndReload(doomed);
    await expect.poll(() => valueOf('freturn-city')).toBe('Half a comment');
    await doomed.close();

    const part = (name: string) => page.locator('details').filter({ has: page.locator('summary', { hasText: name }) });
    const [returning, rejecting] = [part('Return for changes'), part('Reject the application')];
    const comment = (about: string) => returning.getByLabel(`Comment on: ${about}`, { exact: true });
    await page.getByRole('button', { name: 'Comment on: City' }).click();
    await comment('City').fill('Which one? There are two of this name.');
    await returning.getByLabel('Comment on another answer').selectOption({ label: 'Research summary' });
    await returning.getByRole('button', { name: 'Add the comment' }).click();
    await comment('Research summary').fill('Say where the files will be.');
    await rejecting.locator('summary').click();
    await rejecting.getByLabel('Reason', { exact: true }).selectOption({ index: 1 });
    await rejecting.getByLabel('Words for the applicant').fill('Half a reason');
    const expectWords = async () => {
      await expect(comment('City')).toHaveValue('Which one? There are two of this name.');
      await expect(comment('Research summary')).toHaveValue('Say where the files will be.');
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

    // Somebody else takes it over and decides meanwhile: what they did is shown, and the words go with the next try.
    const colleague = await signedIn(server, 'demo-reviewer');
    const path = `/api/v1${new URL(page.url()).pathname.replace('/review', '')}`;
    const checklist = {
      found_by_name: true,
      organisation_fits_email: true,
      category_fits_position: true,
      summary_sufficient: true,
      summary_no_sharing: true,
    };
    const review = path.replace('/applications', '/review/applications');
    expectBody(await colleague.post(`${review}/claim`, { take_over: true }), 200);
    const seen = await colleague.get(review);
    expectBody(await colleague.post(`${path}/confirm-identity`, { checklist }, seen.etag), 200);
    colleague.close();
    await send.click();
    await expect(page.getByText('Somebody changed this meanwhile')).toBeVisible();
    await axe(page);
    await page.getByRole('button', { name: 'Show what is new' }).click();
    await expect(page.getByRole('button', { name: 'Ask the reference' })).toBeVisible();
    await expectWords();

    await endSession(page);
    await send.click();
    await signInAgain(page, staff.userName, staff.passphrase, staff.recoveryCodes[0]);
    await expect(page.getByRole('main').getByText('Returned').first()).toBeVisible();
    await expect(returning).toHaveCount(0);
    expect(await keptInTab(page)).not.toContain('Which one');
  });
});
