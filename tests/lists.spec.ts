// The lists of staff: what arrives moves nothing, every list has the same parts, and figures are those of the filter.
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { ask, enterAsStaff } from './support/people.ts';
import { goOnAs, signedIn } from './support/sweep.ts';

test.use({ command: 'demo' });

test.beforeEach(async ({ page, server }) => {
  const client = await signedIn(server, 'demo-reviewer');
  await goOnAs(page, client, server);
  client.close();
});

const lines = (page: Page) => page.locator('.row__open');
const total = (page: Page) => page.locator('.desk__total');
const tabs = (page: Page) => page.locator('.ways--stages a');
const WIDTHS = [1280, 768, 320];

/** The number that a text begins or ends with; none where it has none. */
const number = (text: string | null): number | undefined => {
  const digits = /[\d,]+/.exec(text ?? '')?.[0];
  return digits === undefined ? undefined : Number(digits.replace(',', ''));
};

/** How many lines the page says there are, once it is about this address. */
async function said(page: Page): Promise<number | undefined> {
  await expect(page.locator('.desk__list .skeleton')).toHaveCount(0);
  return number(await total(page).textContent());
}

for (const { list, figure, words } of [
  { list: '/review', figure: 'arrived', words: 'new applications' },
  { list: '/review/trainings', figure: 'trainings_arrived', words: 'new reports' },
  { list: '/review/references', figure: 'references_late', words: 'more that are overdue' },
]) {
  test(`what arrives in ${list} is said, and moves no line`, async ({ page }) => {
    let more = 0;
    await page.route('**/api/v1/review/summary', async (route) => {
      const { 'if-none-match': _, ...headers } = route.request().headers();
      const response = await route.fetch({ headers });
      const summary = (await response.json()) as Record<string, number>;
      await route.fulfill({ response, json: { ...summary, [figure]: summary[figure]! + more } });
    });
    await page.clock.install();
    await page.goto(list);
    await expect(lines(page).first()).toBeVisible();
    await expect(tabs(page).first()).toContainText(/\d/);
    const show = page.getByRole('button', { name: `Show 2 ${words}` });
    const status = page.getByRole('status').filter({ hasText: `2 ${words}` });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await expect(show).toBeHidden();
      const moved = ['.row__open', '.desk__search', '.desk__tools summary', '.desk__total', '.marks'];
      const where = () => page.evaluate((all) => all.map((one) => document.querySelector(one)?.getBoundingClientRect().toJSON()), moved);
      const before = await where();
      more += 2;
      await page.clock.fastForward('00:31');
      await expect(show).toBeVisible();
      await expect(status).toHaveCount(1);
      expect(await where(), `${width} px`).toEqual(before);
      if (width === 320) {
        await axe(page);
        await shot(page, `arrivals${list.replaceAll('/', '-')}`);
        await page.setViewportSize({ width, height: 900 });
      }
      // The choices are counted once the lines are drawn: nothing is under way any more when the clock is set forward.
      const counted = page.waitForResponse(/\/facets$/);
      await show.click();
      await (await counted).finished();
      await expect(show).toBeHidden();
      await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    }
  });
}

test('every way along the top says how many lines it leads to, under a filter too', async ({ page }) => {
  for (const { list, many } of [
    { list: '/review', many: 8 },
    { list: '/review?country=US', many: 8 },
    { list: '/review?category=academic', many: 8 },
    { list: '/review/trainings', many: 4 },
    { list: '/review/trainings?q=e', many: 4 },
    { list: '/review/references', many: 4 },
    { list: '/review/references?q=e', many: 4 },
  ]) {
    await page.goto(list);
    await expect(tabs(page)).toHaveCount(many);
    for (const tab of await tabs(page).all()) {
      await expect(tab).toContainText(/\d/);
      const figure = number(await tab.locator('.figure').textContent());
      await tab.click();
      await expect(tab).toHaveAttribute('aria-current', 'true');
      await expect.poll(() => said(page), `${list}, ${await tab.textContent()}`).toBe(figure);
    }
  }
});

test('a choice that no line has says 0, and one that nobody counted says nothing', async ({ page }) => {
  await page.goto('/review');
  await page.getByRole('button', { name: 'Filters' }).click();
  const figure = (words: string) => page.locator('.facets li').filter({ hasText: words }).locator('.figure');
  await expect(figure('Revoked before')).toHaveText('0');
  await page.goto('/review?category=academic&age=ok');
  await expect(figure('Revoked before')).toHaveText('0');
  await expect(figure('Postdoc')).toHaveText('');
  await axe(page);
});

test('the references that are overdue are as many as the tab says, and none of them is the next case', async ({ page, person, server }) => {
  await page.goto('/review');
  const way = page.getByRole('navigation', { name: 'Review' }).getByRole('link', { name: /^References overdue \d/ });
  const late = number(await way.textContent());
  await way.click();
  await expect(page).toHaveURL(/\/review\/references\?age=late$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect.poll(() => said(page)).toBe(late);
  await page.getByRole('navigation', { name: 'Asked' }).getByRole('link', { name: /^All who were asked/ }).click();
  await expect(lines(page).first()).toBeVisible();

  await expect(page.getByRole('button', { name: 'Next case' })).toHaveCount(0);
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('n');
  await page.keyboard.press('j');
  await expect(lines(page).first()).toBeFocused();
  await expect(page).toHaveURL(/\/review\/references$/);

  // Who works on the application is seen here too.
  const tom = await person('tom');
  await enterAsStaff(tom, server, 'reviewer', { given: 'Tom', family: 'Second' });
  const id = await lines(page).first().getAttribute('data-id');
  expect(await ask(tom, 'POST', `/api/v1/review/applications/${id}/claim`, { take_over: false })).toBe(200);
  await page.reload();
  await expect(page.getByRole('row').filter({ hasText: 'Tom Second is on it' })).toHaveCount(1);
  await axe(page);
  await shot(page, 'references');
});

test('each list keeps views of its own', async ({ page }) => {
  const save = async (name: string) => {
    await page.getByText('Saved views').click();
    await page.getByLabel('Name for the list as it is now').fill(name);
    await page.getByRole('button', { name: 'Save this view' }).click();
  };
  await page.goto('/review/references?age=due');
  await save('Asked some time ago');
  await page.goto('/review/trainings?age=late');
  await save('Late reports');
  await expect(page.getByRole('link', { name: 'Asked some time ago' })).toHaveCount(0);
  await axe(page);
  await shot(page, 'views-trainings');
  await page.goto('/review/trainings');
  await page.getByText('Saved views').click();
  await page.getByRole('link', { name: 'Late reports' }).click();
  await expect(page).toHaveURL(/\/review\/trainings\?age=late$/);
  await page.goto('/review');
  await page.getByText('Saved views').click();
  await expect(page.getByText('None yet.')).toBeVisible();
  await page.goto('/review/references');
  await page.getByText('Saved views').click();
  await page.getByRole('link', { name: 'Asked some time ago' }).click();
  await expect(page).toHaveURL(/\/review\/references\?age=due$/);
});

test('the saved views open where they were pressed, and their name is whole', async ({ page }) => {
  await page.goto('/review');
  await expect(lines(page).first()).toBeVisible();
  const views = page.locator('.desk__tools summary');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const before = await views.boundingBox();
    const row = await lines(page).first().boundingBox();
    expect(await views.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    await views.click();
    await expect(page.getByLabel('Name for the list as it is now')).toBeInViewport();
    expect(await views.boundingBox()).toEqual(before);
    expect(await lines(page).first().boundingBox()).toEqual(row);
    await views.click();
  }
});

test('a line is low, and open filters leave the lines in sight', async ({ page }) => {
  for (const { list, low } of [
    { list: '/review?stage=open', low: [62, 110, 200] },
    { list: '/review/trainings', low: [62, 80, 170] },
    { list: '/review/references', low: [62, 85, 190] },
  ]) {
    await page.goto(list);
    await expect(lines(page).first()).toBeVisible();
    for (const [place, width] of WIDTHS.entries()) {
      await page.setViewportSize({ width, height: 900 });
      const found = await page.locator('.row').evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
      const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
      expect(mean, `${list} at ${width} px`).toBeLessThanOrEqual(low[place]!);
      const links = await lines(page).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      expect(Math.min(...links)).toBeGreaterThanOrEqual(24);
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto('/review?stage=open');
  await page.getByRole('button', { name: 'Filters' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Country' })).toBeVisible();
  await expect(lines(page).nth(3)).toBeInViewport();
  await page.setViewportSize({ width: 768, height: 900 });
  await expect(lines(page).first()).toBeInViewport();
  await axe(page);
  await shot(page, 'filters-beside');
});

test('the page that decides on a list says which list it is', async ({ page }) => {
  await page.goto('/review?stage=returned&category=graduate_student');
  await page.getByRole('link', { name: 'Decide on the whole list' }).click();
  await expect(page.getByText('The list: Stage: Returned. Category: Graduate student.')).toBeVisible();
  await axe(page);
  await shot(page, 'bulk-list');
});
