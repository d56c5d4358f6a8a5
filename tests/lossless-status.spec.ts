// What is said of saving, while somebody writes: once that all is well, and trouble by its name.
import type { Page } from '@playwright/test';
import { KILLED, asAda, beginDraft } from './support/draft.ts';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { fill, press } from './support/people.ts';

const NOT_NOW = 'The portal answers, but does not save now. What you write is kept on this device; we try again.';
const OFFLINE = 'No connection. Your words are kept on this device and saved as soon as it is back.';

const status = (page: Page) => page.locator('.draft').getByRole('status');

/** Notes from now on what a screen reader is given to say. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await status(page).evaluate((region) => {
    const spoken: string[] = [];
    Object.assign(window, { spoken });
    const note = () => {
      const words = region.textContent ?? '';
      if (words !== '' && words !== spoken.at(-1)) spoken.push(words);
    };
    // Everything that changes counts, the same words anew as well.
    new MutationObserver(() => {
      if (region.textContent === spoken.at(-1)) spoken.push('');
      note();
    }).observe(region, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { spoken: string[] }).spoken);
}

test('that the draft is saved is spoken once, and again after trouble', async ({ page, server, mailbox, watch }) => {
  watch.allow(KILLED);
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await page.goto('/apply/research');
  await expect(page.getByLabel('Research summary')).toBeVisible();
  const spoken = await listen(page);
  for (const words of ['One pause.', 'Two pauses.', 'Three pauses.', 'Four pauses.']) {
    await fill(page, { 'Research summary': words });
    await expect.poll(() => draft.saved('research_summary')).toBe(words);
  }
  expect(await spoken()).toEqual(['Draft saved']);

  // That it is being saved is seen only.
  let answer = () => undefined as void;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/draft', async (route) => {
    await held;
    await route.continue();
  });
  await fill(page, { 'Research summary': 'Five pauses.' });
  const saving = page.locator('.draft [aria-hidden=true]', { hasText: 'Saving…' });
  await expect(saving).toBeVisible();
  await axe(page);
  answer();
  await expect(saving).toHaveCount(0);
  await page.unroute('**/draft');
  expect(await spoken()).toEqual(['Draft saved']);

  await page.route('**/draft', (route) => route.abort());
  await fill(page, { 'Research summary': 'Six pauses.' });
  await expect(status(page)).toHaveText(OFFLINE);
  // It stays in sight while one goes on writing, and is not said with every pause.
  await fill(page, { 'Research summary': 'Seven pauses.' });
  await expect(status(page)).toBeInViewport();
  await expect(page.locator('.draft-status')).toHaveText(OFFLINE);
  await page.unroute('**/draft');
  await expect(status(page)).toHaveText('Draft saved');
  expect(await spoken()).toEqual(['Draft saved', OFFLINE, 'Draft saved']);
  ada.close();
});

test('a portal that answers and does not save is not called a missing connection', async ({ page, server, mailbox, watch }) => {
  watch.allow(/status of (413|429|5\d\d)/);
  watch.allow(/: 5\d\d from PUT/);
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await page.goto('/apply/research');
  const problem = (code: string) => ({ contentType: 'application/problem+json', body: JSON.stringify({ code }) });
  const html = { contentType: 'text/html', body: '<h1>No</h1>' };
  const answers = [
    { status: 500, ...problem('internal') },
    { status: 503, ...problem('unavailable') },
    { status: 429, ...problem('too_many_attempts') },
    { status: 500, ...html },
    { status: 503, ...html },
    { status: 413, ...html },
  ];
  for (const [place, answer] of answers.entries()) {
    await page.route('**/draft', (route) => route.fulfill(answer));
    const words = `Not saved, ${place}. ${'We compare the laboratory values of two hospitals. '.repeat(3)}`.trim();
    await fill(page, { 'Research summary': words });
    await expect(status(page)).toHaveText(NOT_NOW);
    await expect(page.locator('.draft-status--trouble svg')).toBeVisible();
    if (place === 0) {
      await axe(page);
      await shot(page, 'not-saved');
      await press(page, 'Save and continue');
      await expect(page.getByRole('alert')).toContainText('Something went wrong on our side');
    }
    await expect(page.getByText('No connection')).toHaveCount(0);
    await page.unroute('**/draft');
    await expect(status(page)).toHaveText('Draft saved');
    expect(await draft.saved('research_summary')).toBe(words);
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
  ada.close();
});

test('a draft that is refused says so where one types', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  await beginDraft(ada);
  await page.setViewportSize({ width: 320, height: 500 });
  await page.goto('/apply/research');
  await page.route('**/draft', (route) =>
    route.fulfill({ status: 413, contentType: 'application/problem+json', body: JSON.stringify({ code: 'body_too_large' }) }),
  );
  await fill(page, { 'Research summary': 'Too much.' });
  await expect(status(page)).toHaveText('The portal did not take this draft. Your words are kept on this device.');
  await expect(page.getByRole('alert')).toContainText('This is too large');
  await page.getByRole('main').getByRole('button', { name: 'Save and continue' }).scrollIntoViewIfNeeded();
  await expect(status(page)).toBeInViewport();
  await axe(page);
  await page.unroute('**/draft');
  await fill(page, { 'Research summary': 'Less.' });
  await expect(status(page)).toHaveText('Draft saved');
  ada.close();
});

test('the summary forgets a field that another answer puts away', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  await beginDraft(ada);
  await page.goto('/apply/affiliation');
  await page.getByRole('radio', { name: 'Academic researcher', exact: true }).check();
  await press(page, 'Save and continue');
  const listed = page.getByRole('alert').getByRole('link');
  await expect(listed.filter({ hasText: 'Say whether a page of your organisation lists you' })).toBeVisible();
  const before = await listed.count();
  await page.getByRole('radio', { name: 'Student', exact: true }).check();
  await expect(listed).toHaveCount(before - 1);
  for (const link of await listed.all()) {
    const id = (await link.getAttribute('href'))?.slice(1) ?? 'nowhere';
    await expect(page.locator(`[id="${id}"]`)).toBeVisible();
  }
  ada.close();
});
