// The reviewers' workplace, by key and by pointer, on the demonstration's people.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { firstStageTakes } from './support/store.ts';
import { goOnAs, signedIn } from './support/sweep.ts';

test.use({ command: 'demo' });

test.beforeEach(async ({ page, server }) => {
  const client = await signedIn(server, 'demo-reviewer');
  await goOnAs(page, client, server);
  client.close();
});

/** Waits until the focus is on the line of the list with this name. */
async function expectLine(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('link', { name, exact: true })).toBeFocused();
}

test('the queue is walked, searched and left by key, and letters in a field stay letters', async ({ page }) => {
  await page.goto('/review');
  await expect(page.getByRole('link', { name: 'Wei Muster' })).toBeVisible();
  await axe(page);
  await shot(page, 'desk-queue');

  // Nothing was pressed yet: the heading has the focus, and the keys work from there.
  await page.keyboard.press('j');
  await expectLine(page, 'Wei Muster');
  await page.keyboard.press('j');
  await expectLine(page, 'Lotte Example');
  await page.keyboard.press('k');
  await expectLine(page, 'Wei Muster');

  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search' });
  await expect(search).toBeFocused();
  await page.keyboard.type('jack?');
  await expect(search).toHaveValue('jack?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing fits these filters.')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('q')).toBe('jack?');
  await axe(page);
  await search.fill('lotte');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: '1 line' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expectLine(page, 'Lotte Example');

  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /Lotte Example/ })).toBeFocused();
  // The way back outlives the page that remembers it.
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: /Lotte Example/ })).toBeVisible();
  await page.keyboard.press('q');
  await expect(page).toHaveURL(/\/review\?q=lotte$/);
  await expectLine(page, 'Lotte Example');
});

test('the keys are explained, changed and switched off, and stay so', async ({ page }) => {
  await page.goto('/review');
  await expect(page.getByRole('link', { name: 'Wei Muster' })).toBeVisible();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help).toBeVisible();
  await axe(page);
  await shot(page, 'desk-help');
  // The letters of the dialog are typed there, and mean nothing.
  await help.getByLabel('Next line or answer').fill('h');
  await expect(help.getByText('Kept in this browser.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.reload();
  await expect(page.getByRole('link', { name: 'Wei Muster' })).toBeVisible();
  await page.keyboard.press('h');
  await expectLine(page, 'Wei Muster');
  await page.keyboard.press('j');
  await expectLine(page, 'Wei Muster');

  await page.getByRole('button', { name: 'Keyboard' }).click();
  await help.getByLabel('Letter keys are on').uncheck();
  await help.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('link', { name: 'Wei Muster' }).focus();
  await page.keyboard.press('h');
  await page.keyboard.press('?');
  await expect(help).toBeHidden();
  await expectLine(page, 'Wei Muster');
});

test('filters stand in the address, and a saved view brings them back', async ({ page }) => {
  await page.goto('/review');
  await page.getByRole('navigation', { name: 'Stage' }).getByRole('link', { name: /^Returned/ }).click();
  await expect(page.getByRole('link', { name: 'Omar Fictive' })).toBeVisible();
  await page.getByRole('button', { name: 'Filters' }).click();
  // Beside each choice stands how many lines it would leave.
  await page.getByRole('link', { name: 'Graduate student 1', exact: true }).click();
  await expect(page).toHaveURL(/stage=returned&category=graduate_student$/);
  const file = page.waitForEvent('download');
  await page.getByRole('link', { name: 'This list as a file (CSV)' }).click();
  expect((await file).suggestedFilename()).toBe('applications.csv');
  await axe(page);
  await shot(page, 'desk-filters');

  await page.getByText('Saved views').click();
  await page.getByLabel('Name for the list as it is now').fill('Students who have it back');
  await page.getByRole('button', { name: 'Save this view' }).click();
  const saved = page.getByRole('link', { name: 'Students who have it back' });
  await expect(saved).toBeVisible();
  await axe(page);
  // The empty field asks for nothing: what it held is saved.
  await expect(page.getByText('Enter a name for the view')).toHaveCount(0);
  await page.goto('/review');
  await page.getByText('Saved views').click();
  await saved.click();
  await expect(page).toHaveURL(/stage=returned&category=graduate_student$/);
  await page.getByRole('link', { name: 'Take away the filter Category: Graduate student' }).click();
  await expect(page).toHaveURL(/\/review\?stage=returned$/);

  await page.getByRole('link', { name: 'Applicant' }).click();
  await expect(page.getByRole('columnheader', { name: 'Applicant' })).toHaveAttribute('aria-sort', 'ascending');
});

test('a case is returned by key, with a comment pinned to an answer', async ({ page }) => {
  await page.goto('/review?q=Lotte');
  await page.getByRole('link', { name: 'Lotte Example' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Lotte Example/ })).toBeVisible();
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await axe(page);
  await shot(page, 'desk-case');

  // The key opens the questions and answers nothing; within them y and n do.
  await page.keyboard.press('a');
  const decision = page.locator('#decide-forward');
  await expect(decision.getByLabel('Yes').first()).toBeFocused();
  await expect(decision.locator('input:checked')).toHaveCount(0);
  for (let answered = 1; answered <= 5; answered += 1) {
    await page.keyboard.press(answered === 3 ? 'n' : 'y');
    await expect(decision.locator('input:checked')).toHaveCount(answered);
  }
  await expect(decision.getByText('With a “no” it cannot go on')).toBeVisible();
  await expect(decision.getByRole('button', { name: 'Confirm the identity' })).toBeFocused();
  // Where all are answered, the key begins with the first again, and each answer goes on to the next.
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('a');
  await expect(decision.getByLabel('Yes').first()).toBeFocused();
  await page.keyboard.press('n');
  await expect(decision.getByLabel('No', { exact: true }).first()).toBeChecked();
  await expect(decision.getByLabel('Yes').nth(1)).toBeFocused();
  await page.keyboard.press('y');
  await expect(decision.getByLabel('No', { exact: true }).nth(2)).toBeFocused();

  await page.getByRole('button', { name: 'Comment on: City' }).click();
  const comment = page.getByLabel('Comment on: City', { exact: true });
  await expect(comment).toBeFocused();
  await page.keyboard.type('Which of the two?');
  await expect(page.getByText('Your comment: Which of the two?')).toBeVisible();
  await axe(page);
  await shot(page, 'desk-return');
  await page.locator('#decide-return').getByRole('button', { name: 'Return for changes' }).press('Enter');
  await expect(page.getByText('There is nothing for you to decide here now.')).toBeVisible();
  await expect(page.getByText('Asked with the last return: Which of the two?')).toBeVisible();
  await axe(page);
});

test('a return without a comment is refused, and a text begins one', async ({ page }) => {
  await page.goto('/review?q=Sanna');
  await page.getByRole('link', { name: 'Sanna Testcase' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Sanna Testcase/ })).toBeFocused();
  await page.keyboard.press('r');
  const decision = page.locator('#decide-return');
  await expect(decision.getByLabel('Comment on another answer')).toBeFocused();
  await decision.getByRole('button', { name: 'Return for changes' }).click();
  await expect(decision.getByRole('alert')).toContainText('a comment on at least one answer');
  await axe(page);
  await decision.getByLabel('Begin from a text').selectOption({ label: 'The position is unclear' });
  await expect(decision.getByLabel('Comment on: Position', { exact: true })).toHaveValue(/doctoral student/);
});

test('two answers typed before the next frame answer two questions', async ({ page }) => {
  await page.goto('/review?q=Lotte');
  await page.getByRole('link', { name: 'Lotte Example' }).click();
  await page.getByRole('heading', { level: 1, name: /Lotte Example/ }).waitFor();
  await page.keyboard.press('a');
  const decision = page.locator('#decide-forward');
  await expect(decision.getByLabel('Yes').first()).toBeFocused();
  const focused = await page.evaluate(() => {
    // In one task of the browser: nothing is drawn in between.
    for (const key of ['y', 'n']) {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    }
    return document.activeElement?.id;
  });
  await expect(decision.locator('input:checked')).toHaveCount(2);
  await expect(decision.getByLabel('Yes').first()).toBeChecked();
  await expect(decision.getByLabel('No', { exact: true }).nth(1)).toBeChecked();
  expect(await decision.getByLabel('Yes').nth(2).getAttribute('id')).toBe(focused);
});

test('a note for staff is kept while it is typed, added, and read by colleagues alone', async ({ page, person, server }) => {
  await page.goto('/review?q=Lotte');
  await page.getByRole('link', { name: 'Lotte Example' }).click();
  const note = page.getByLabel('A note', { exact: true });
  // Letters in it are letters.
  await note.fill('');
  await note.pressSequentially('jack? I met her.');
  await page.reload();
  await expect(note).toHaveValue('jack? I met her.');
  await page.getByRole('button', { name: 'Add the note' }).click();
  await expect(page.getByText('Added.')).toBeVisible();
  await expect(note).toHaveValue('');
  const notes = page.getByRole('listitem').filter({ hasText: 'jack? I met her.' });
  await expect(notes).toContainText('Robin Demo');
  await axe(page);
  await shot(page, 'desk-note');
  await page.getByRole('button', { name: 'Add the note' }).click();
  await expect(page.getByRole('alert')).toContainText('Enter your words');
  await axe(page);

  const colleague = await person('administrator');
  const admin = await signedIn(server, 'demo-admin');
  await goOnAs(colleague, admin, server);
  await colleague.goto(new URL(page.url()).pathname);
  await expect(colleague.getByRole('listitem').filter({ hasText: 'jack? I met her.' })).toHaveCount(1);
  admin.close();
  const lotte = await signedIn(server, 'demo-lotte');
  const exported = await lotte.get('/api/v1/account/export');
  expect(JSON.stringify(exported.body)).toContain('Lotte');
  expect(JSON.stringify(exported.body)).not.toContain('I met her');
  lotte.close();
});

test('what is on record stands with the case, as facts that lead to where they come from', async ({ page }) => {
  await page.goto('/review?q=Wei');
  await page.getByRole('link', { name: 'Wei Muster' }).click();
  const record = page.locator('section').filter({ has: page.getByRole('heading', { name: 'On record' }) });
  await expect(record.getByText(/^The reference was named by \d+ other applicants/)).toBeVisible();
  await expect(record.getByText(/^Example University: \d+ other applications/)).toBeVisible();
  await expect(record.getByText(/^university\.example \(mail domain\): \d+ other applications/)).toBeVisible();
  await record.getByText('See them').first().click();
  await axe(page);
  await shot(page, 'desk-on-record');
  await record.getByRole('link', { name: 'Inés Placeholder' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Inés Placeholder/ })).toBeVisible();
});

test('an administrator writes a text, and the reviewers decide with it until it is retired', async ({ page, person, server }) => {
  const admin = await person('administrator');
  const client = await signedIn(server, 'demo-admin');
  await goOnAs(admin, client, server);
  await admin.goto('/review');
  await admin.getByRole('navigation', { name: 'Review' }).getByRole('link', { name: 'Texts' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Texts of decisions' })).toBeFocused();
  await axe(admin);
  await shot(admin, 'desk-templates');

  await admin.getByRole('link', { name: 'Frivolous' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Frivolous' })).toBeFocused();
  await admin.getByLabel('Title', { exact: true }).fill('Not meant as an application');
  await admin.getByLabel('Words for the applicant').fill('Ask {nobody}.');
  await admin.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(admin.getByRole('alert')).toContainText('Check your words');
  await axe(admin);
  await admin.getByLabel('Words for the applicant').fill('It is not meant. Write to {support}.');
  // The preview says it as the applicant reads it; a reload loses nothing.
  await expect(admin.getByText(/It is not meant\. Write to \S+@\S+\./)).toBeVisible();
  await admin.reload();
  await expect(admin.getByLabel('Title', { exact: true })).toHaveValue('Not meant as an application');
  await admin.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Not meant as an application' })).toBeVisible();
  await expect(admin.getByRole('listitem').filter({ hasText: 'came with the program' })).toContainText('Frivolous');
  await axe(admin);
  await shot(admin, 'desk-template');

  const reasons = () => page.locator('#decide-reject').getByLabel('Reason', { exact: true });
  await page.goto('/review?q=Lotte');
  await page.getByRole('link', { name: 'Lotte Example' }).click();
  await page.locator('#decide-reject').getByText('Reject the application').first().click();
  await reasons().selectOption({ label: 'Not meant as an application' });
  await expect(page.getByLabel('Words for the applicant')).toHaveValue(/^It is not meant\. Write to [^{]+@/);

  await admin.getByRole('button', { name: 'Retire it' }).click();
  await expect(admin.getByText('Retired', { exact: true })).toBeVisible();
  await axe(admin);
  await page.reload();
  await page.locator('#decide-reject').getByText('Reject the application').first().waitFor();
  await expect(reasons().getByRole('option', { name: 'Not meant as an application' })).toHaveCount(0);
  client.close();
});

test('a new text asks for the answer that it is pinned to, where it is pinned to one', async ({ person, server }) => {
  const admin = await person('administrator');
  const client = await signedIn(server, 'demo-admin');
  await goOnAs(admin, client, server);
  await admin.goto('/review/templates');
  await admin.getByRole('link', { name: 'Add a text' }).click();
  await admin.getByRole('button', { name: 'Add a text' }).click();
  await expect(admin.getByRole('alert')).toContainText('Enter a title');
  await axe(admin);
  const pinned = admin.getByLabel('Answer that the comment is pinned to');
  await admin.getByLabel('Rejecting', { exact: true }).check();
  await admin.getByLabel('Applications', { exact: true }).check();
  await expect(pinned).toBeHidden();
  await admin.getByLabel('Returning for changes').check();
  await pinned.selectOption({ label: 'City' });
  await admin.getByLabel('Title', { exact: true }).fill('Which city');
  await admin.getByLabel('Words for the applicant').fill('Say which of the two.');
  await axe(admin);
  await admin.getByRole('button', { name: 'Add a text' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Which city' })).toBeVisible();
  await admin.getByRole('link', { name: 'Texts of decisions' }).click();
  await expect(admin.getByRole('row', { name: /Which city.*At: City.*Offered/ })).toBeVisible();
  client.close();
});

test('whoever waits reads for whom, since when, at which place, and how long that takes at present', async ({ person, server, database }) => {
  test.skip(database === 'postgres', 'the figures are written into the file of SQLite; how they are counted is tested natively on both');
  const lotte = await signedIn(server, 'demo-lotte');
  const page = await person('applicant');
  await goOnAs(page, lotte, server);
  await page.goto('/dashboard');
  // Until there are figures.
  await expect(page.getByText('There are no figures yet of how long this takes. The reviewers aim at several business days.')).toBeVisible();
  const admin = await signedIn(server, 'demo-admin');
  const counted = async () => JSON.stringify((await admin.get('/api/v1/review/statistics')).body);
  await expect.poll(counted).toContain('counted_at');
  admin.close();
  await firstStageTakes(server);
  await page.reload();
  await expect(page.getByText(/^Waiting for a reviewer since .* \(\d+ days\)\.$/)).toBeVisible();
  const clock = page.getByText(/^Number \d+ of those waiting for this step\./);
  await expect(clock).toContainText('At present half are done within 3 days, nine in ten within 6 days.');
  await axe(page);
  await shot(page, 'clock-dashboard');
  await page.getByRole('link', { name: 'See your application' }).click();
  await expect(page.getByText(/At present half are done within 3 days/)).toBeVisible();
  await axe(page);
  const anew = page.getByText(/^This is the time of this step only\. You applied on \d+ \w+ \d{4}, /);
  await expect(anew).toHaveCount(0);
  lotte.close();

  // At a later step the clock is that of the step.
  const ines = await signedIn(server, 'demo-ines');
  await goOnAs(page, ines, server);
  await page.goto('/dashboard');
  await expect(anew).toBeVisible();
  await axe(page);
  await shot(page, 'clock-later-dashboard');
  await page.getByRole('link', { name: 'See your application' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Your application CR-/ })).toBeVisible();
  await expect(anew).toBeVisible();
  await shot(page, 'clock-later');
  ines.close();
});
