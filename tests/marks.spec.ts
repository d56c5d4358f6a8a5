// Lines of the queue that are marked and decided together, by key and by pointer; and a search that has no word.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { ask, enterAsStaff, press } from './support/people.ts';
import { goOnAs, signedIn } from './support/sweep.ts';

// Longer than any of these tests: what takes effect in them would be a fault.
test.use({ command: 'demo', settings: { ACCEDE_DECISION_UNDO_SECONDS: '600' } });

test.beforeEach(async ({ page, server }) => {
  const client = await signedIn(server, 'demo-reviewer');
  await goOnAs(page, client, server);
  client.close();
});

/** The boxes of the lines, in their order. */
const boxes = (page: Page) => page.getByRole('table', { name: 'Applications to review' }).getByRole('checkbox');
const all = (page: Page) => page.getByRole('checkbox', { name: 'Mark all on this page' });
const said = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });
const together = (page: Page) => page.getByRole('link', { name: 'Decide them together' });

/** The applications of the lines that are shown. */
async function shown(page: Page): Promise<string[]> {
  const lines = await page.locator('.row__open').all();
  return Promise.all(lines.map(async (line) => (await line.getAttribute('data-id'))!));
}

test('by key: lines are marked, stay marked, and just these are decided', async ({ page, person, server }) => {
  await page.goto('/review?sort=newest');
  await expect(boxes(page).first()).toBeVisible();
  await expect(together(page)).toHaveCount(0);
  const ids = await shown(page);
  expect(ids.length).toBeGreaterThan(3);

  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(boxes(page).nth(1)).toBeChecked();
  await expect(said(page, '1 application marked')).toBeVisible();
  await page.keyboard.press('x');
  await expect(boxes(page).nth(1)).not.toBeChecked();
  await expect(together(page)).toHaveCount(0);
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await expect(said(page, '3 applications marked')).toBeVisible();
  for (const [place, is] of [false, true, true, true].entries()) {
    await expect(boxes(page).nth(place)).toBeChecked({ checked: is });
  }
  // The focus is where it was, and a letter in a field stays a letter.
  await expect(page.locator('.row__open').nth(3)).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.type('x');
  await expect(said(page, '3 applications marked')).toBeVisible();
  await axe(page);
  await shot(page, 'queue-marked');

  // Another order, another filter and a reload change nothing about what is marked.
  await page.goto('/review?sort=name');
  await expect(said(page, '3 applications marked')).toBeVisible();
  await page.goto('/review?stage=decided');
  await expect(said(page, '3 applications marked, 3 of them not on this page')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Decide on the whole list' })).toBeHidden();
  await page.goto('/review?sort=newest');
  await expect(boxes(page).nth(2)).toBeChecked();

  // One of them is somebody else's by then.
  const tom = await person('tom');
  await enterAsStaff(tom, server, 'reviewer', { given: 'Tom', family: 'Second' });
  expect(await ask(tom, 'POST', `/api/v1/review/applications/${ids[1]}/claim`, { take_over: false })).toBe(200);

  await together(page).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/review\/bulk\?.*marked=/);
  await expect(page.getByText('for what you marked: 3 applications.')).toBeVisible();
  await page.getByLabel('Reject them').check();
  await page.getByLabel('Reason', { exact: true }).selectOption({ label: 'Frivolous' });
  await press(page, 'Show what would happen');
  await expect(page.getByRole('heading', { name: 'What would happen' })).toBeFocused();
  const would = page.getByRole('table', { name: 'What would happen' });
  await expect(would.getByRole('checkbox')).toHaveCount(2);
  await expect(page.getByRole('table', { name: 'Not decided, and why' })).toContainText('Tom Second is on it');
  await axe(page);
  await shot(page, 'bulk-marked');
  await press(page, 'Reject 2 applications');
  await expect(page.getByText('2 decided; nobody has been told yet.')).toBeVisible();
  await press(page, 'Undo all of them');
  await expect(page.getByText('2 undone.')).toBeVisible();

  // Back at the list as it was, nothing is marked any more; the same ones can be decided again.
  const again = page.getByRole('link', { name: 'Decide on these again' });
  await expect(again).toHaveAttribute('href', /marked=/);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(page).toHaveURL(/\/review\?sort=newest$/);
  await expect(boxes(page).first()).toBeVisible();
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
});

test('by pointer: a range, a page, the pages after it, and none', async ({ page }) => {
  await page.goto('/review?limit=3');
  await expect(boxes(page)).toHaveCount(3);
  await boxes(page).nth(0).click();
  await boxes(page).nth(2).click({ modifiers: ['Shift'] });
  await expect(said(page, '3 applications marked')).toBeVisible();
  await expect(all(page)).toBeChecked();
  await boxes(page).nth(1).click();
  await expect(all(page)).not.toBeChecked();
  await expect(all(page)).toHaveJSProperty('indeterminate', true);
  await page.keyboard.press('.');
  await expect(page).toHaveURL(/after=/);
  await expect(all(page)).toHaveJSProperty('indeterminate', false);
  const more = await boxes(page).count();
  await all(page).check();
  await expect(said(page, `${2 + more} applications marked`)).toBeVisible();
  await page.goBack();
  await expect(boxes(page).nth(0)).toBeChecked();
  await expect(boxes(page).nth(1)).not.toBeChecked();
  await axe(page);
  await press(page, 'Clear');
  await expect(all(page)).toBeFocused();
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
  await page.reload();
  await expect(boxes(page)).toHaveCount(3);
  await expect(together(page)).toHaveCount(0);
});

test('a search without a letter or digit says so, in every list', async ({ page }) => {
  for (const list of ['/review', '/review/trainings', '/review/references']) {
    await page.goto(list);
    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.fill('%');
    await search.press('Enter');
    await expect(page.getByRole('alert')).toContainText('A search needs a letter or a digit');
    await axe(page);
    await search.fill('');
    await search.press('Enter');
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
});

test('who decides on no application marks none', async ({ person, server }) => {
  const admin = await person('administrator');
  const client = await signedIn(server, 'demo-admin');
  await goOnAs(admin, client, server);
  client.close();
  await admin.goto('/review?stage=open');
  await expect(admin.locator('.row__open').first()).toBeVisible();
  await expect(admin.getByRole('checkbox')).toHaveCount(0);
  await admin.keyboard.press('j');
  await admin.keyboard.press('x');
  await expect(together(admin)).toHaveCount(0);
});
