// Two reviewers at one queue: who works on what, and decisions that can still be undone.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { sayYesByKey } from './support/desk.ts';
import { axe, shot } from './support/look.ts';
import { enterAsStaff, press } from './support/people.ts';
import { goOnAs, signedIn } from './support/sweep.ts';

const UNDO = 'ACCEDE_DECISION_UNDO_SECONDS';

test.use({ command: 'demo' });

test.beforeEach(async ({ page, server }) => {
  const client = await signedIn(server, 'demo-reviewer');
  await goOnAs(page, client, server);
  client.close();
});

/** Opens a case of the queue, and waits until it is drawn whole. */
async function openCase(page: Page, name: string): Promise<void> {
  await page.goto('/review');
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(name) })).toBeVisible();
  await expect(page.locator('.skeleton')).toHaveCount(0);
}

/** Answers every question of the decision that takes the case forward with yes. */
async function sayYes(page: Page): Promise<void> {
  for (const yes of await page.locator('#decide-forward').getByLabel('Yes', { exact: true }).all()) {
    await yes.check();
  }
}

/** How often something stands in what happened to the case. */
function happened(page: Page, words: string) {
  return page.locator('.timeline').getByText(words, { exact: true });
}

test.describe('while a decision can be undone', () => {
  // Longer than any of these tests: what takes effect in them would be a fault.
  test.use({ settings: { [UNDO]: '600' } });

  test('a case has one reviewer at a time, who gives way on purpose only', async ({ page, person, server }) => {
    const tom = await person('tom');
    await enterAsStaff(tom, server, 'reviewer', { given: 'Tom', family: 'Second' });

    await openCase(page, 'Lotte Example');
    await expect(page.getByText('You are on it')).toBeVisible();
    await sayYes(page);

    await tom.goto('/review');
    const line = tom.getByRole('row').filter({ hasText: 'Lotte Example' });
    await expect(line.getByText(/ is on it$/)).toBeVisible();
    await shot(tom, 'desk-claimed-line');
    await openCase(tom, 'Lotte Example');
    await expect(tom.getByRole('heading', { name: 'Somebody is working on this' })).toBeVisible();
    await expect(tom.getByText('There is nothing for you to decide here now.')).toBeVisible();
    await axe(tom);
    await shot(tom, 'desk-claimed');

    // What is next is another one.
    await tom.keyboard.press('n');
    await expect(tom.getByRole('heading', { level: 1, name: /,/ })).toBeVisible();
    await expect(tom.getByRole('heading', { level: 1, name: /Lotte Example/ })).toHaveCount(0);

    await openCase(tom, 'Lotte Example');
    await press(tom, 'Take it over');
    await expect(tom.getByRole('dialog', { name: 'Take the case over?' })).toBeVisible();
    await axe(tom);
    await tom.getByRole('dialog').getByRole('button', { name: 'Take it over' }).click();
    await expect(tom.getByText('You are on it')).toBeVisible();

    // Whoever lost it decides nothing, keeps what they wrote, and sees who has it.
    await page.getByRole('button', { name: 'Confirm the identity' }).click();
    const quicker = page.getByRole('alert').filter({ hasText: 'Somebody changed this meanwhile' });
    await expect(quicker).toContainText('Tom Second is on it');
    await expect(page.locator('#decide-forward input:checked')).toHaveCount(5);
    await axe(page);
    await press(page, 'Show what is new');
    await expect(page.getByText('Tom Second is on it')).toBeVisible();
    await expect(page.getByText('There is nothing for you to decide here now.')).toBeVisible();

    await sayYes(tom);
    await tom.getByRole('button', { name: 'Confirm the identity' }).click();
    await expect(tom.getByRole('heading', { name: 'You decided: Confirm the identity' })).toBeVisible();
    await openCase(page, 'Lotte Example');
    await expect(page.getByRole('heading', { name: 'Tom Second decided: Confirm the identity' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
    await axe(page);
  });

  test('a decision is undone by key, with its words, and decided otherwise', async ({ page }) => {
    await openCase(page, 'Lotte Example');
    await sayYesByKey(page, 'Confirm the identity');
    await expect(page.getByRole('heading', { name: 'You decided: Confirm the identity' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next case' })).toBeFocused();
    const bar = page.locator('.pending');
    await expect(bar.getByRole('link', { name: 'Confirm the identity: Lotte Example' })).toBeVisible();
    await axe(page);
    await shot(page, 'desk-undo');

    // On to the next one, and the decision can be undone from there.
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: /Lotte Example/ })).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1, name: /,/ })).toBeFocused();
    await expect(bar.getByRole('button', { name: 'Undo' })).toBeVisible();
    await page.keyboard.press('u');
    await expect(page.getByRole('heading', { level: 1, name: /Lotte Example/ })).toBeVisible();
    await expect(page.getByText('Undone: Confirm the identity, Lotte Example')).toBeVisible();
    await expect(bar.getByRole('button', { name: 'Undo' })).toHaveCount(0);
    await expect(page.locator('#decide-forward input:checked')).toHaveCount(5);
    await expect(page.getByText('You are on it')).toBeVisible();
    await expect(happened(page, 'A decision was undone before it took effect')).toHaveCount(1);
    await expect(happened(page, 'Identity confirmed')).toHaveCount(0);
    await axe(page);

    await page.getByRole('button', { name: 'Comment on: City' }).click();
    await expect(page.getByLabel('Comment on: City', { exact: true })).toBeFocused();
    await page.keyboard.type('Which of the two?');
    await page.locator('#decide-return').getByRole('button', { name: 'Return for changes' }).click();
    await expect(page.getByRole('heading', { name: 'You decided: Return for changes' })).toBeVisible();
    await page.goto('/review');
    const line = page.getByRole('row').filter({ hasText: 'Lotte Example' });
    await expect(line.getByText('Decided')).toBeVisible();
    await axe(page);
    await bar.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByLabel('Comment on: City', { exact: true })).toHaveValue('Which of the two?');
  });

  test('a report is claimed, decided and undone as an application is', async ({ page }) => {
    await page.goto('/review/trainings');
    await expect(page.locator('.row__open').first()).toBeVisible();
    await page.keyboard.press('n');
    await expect(page.getByText('You are on it')).toBeVisible();
    await page.keyboard.press('c');
    await expect(page.getByRole('button', { name: 'Claim it' })).toBeVisible();
    await page.keyboard.press('c');
    await expect(page.getByText('You are on it')).toBeVisible();
    await page.keyboard.press('r');
    await page.locator('#decide-return').getByLabel('Comment, for the applicant').fill('It is the certificate.');
    await page.locator('#decide-return').getByRole('button', { name: 'Return it with a comment' }).click();
    await expect(page.getByRole('heading', { name: 'You decided: Return it with a comment' })).toBeVisible();
    await axe(page);
    await shot(page, 'desk-report-undo');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText(/^Undone: Return it with a comment/)).toBeVisible();
    await expect(page.locator('#decide-return').getByLabel('Comment, for the applicant')).toHaveValue(
      'It is the certificate.',
    );
  });
});

test.describe('once the time to undo is over', () => {
  test.use({ settings: { [UNDO]: '2' } });

  test('the decision takes effect once, and the page goes on with the case', async ({ page }) => {
    await openCase(page, 'Lotte Example');
    await sayYes(page);
    await page.getByRole('button', { name: 'Confirm the identity' }).click();
    await expect(page.getByRole('heading', { name: 'You decided: Confirm the identity' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Ask the reference' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
    await expect(happened(page, 'Identity confirmed')).toHaveCount(1);
    await page.reload();
    await expect(happened(page, 'Identity confirmed')).toHaveCount(1);
    await expect(page.getByRole('button', { name: 'Ask the reference' })).toBeVisible();
  });
});
