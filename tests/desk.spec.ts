// The reviewers' workplace, by key and by pointer, on the demonstration's people.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
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
  await page.getByRole('link', { name: 'Graduate student', exact: true }).click();
  await expect(page).toHaveURL(/stage=returned&category=graduate_student$/);
  await axe(page);
  await shot(page, 'desk-filters');

  await page.getByText('Saved views').click();
  await page.getByLabel('Name for the list as it is now').fill('Students who have it back');
  await page.getByRole('button', { name: 'Save this view' }).click();
  const saved = page.getByRole('link', { name: 'Students who have it back' });
  await expect(saved).toBeVisible();
  await axe(page);
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
