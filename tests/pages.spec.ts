// Every page of src/route.rs: loaded, while it loads, out of reach, and for whom it is not meant. What people do on a
// page, and what it shows then, is in the files pages-*.spec.ts.
import type { Page } from '@playwright/test';
import { axe, shot } from './support/look.ts';
import { ROUTES, routesOfThePage, type RoutePage, type Who } from './support/routes.ts';
import { NO_CONNECTION, cutNetwork, expect, holdAnswers, test } from './support/sweep.ts';

type IdOf = (kind: string, who: Who) => Promise<string>;

async function pathOf(route: RoutePage, who: Who, idOf: IdOf): Promise<string> {
  const [whole, kind] = /\{(\w+)\}/.exec(route.path) ?? [];
  return whole === undefined ? route.path : route.path.replace(whole, await idOf(kind!, who));
}

/** Loaded to the end: the heading is there, and nothing waits. */
async function expectLoaded(page: Page, { heading }: RoutePage): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toContainText(heading);
  await expect(page.locator('.skeleton')).toHaveCount(0);
}

test('every route of the page is looked at', () => {
  const { names, signedIn, staff } = routesOfThePage();
  expect(Object.keys(ROUTES).sort()).toEqual([...names].sort());
  expect(names.length).toBeGreaterThan(40);
  const looksAs = (name: string) => ROUTES[name]!.as[0];
  for (const name of staff) {
    expect(['reviewer', 'administrator'], name).toContain(looksAs(name));
  }
  for (const name of signedIn) {
    expect(looksAs(name), name).not.toBe('visitor');
  }
});

const { signedIn, staff } = routesOfThePage();

for (const [name, route] of Object.entries(ROUTES)) {
  test(`${name}: loaded`, async ({ as, idOf, watch }) => {
    if (route.isMissing) {
      watch.allow(/responded with a status of 404/);
    }
    for (const who of route.as) {
      const page = await as(who);
      const answer = await page.goto(await pathOf(route, who, idOf));
      expect(answer?.status() === 404).toBe(route.isMissing === true);
      await expectLoaded(page, route);
      await axe(page);
      await shot(page, `page-${name}-${who}`);
    }
  });

  if (route.isStatic === undefined) {
    test(`${name}: while it loads, and out of reach`, async ({ as, idOf, watch }) => {
      watch.allow(NO_CONNECTION);
      const who = route.as[0];
      const path = await pathOf(route, who, idOf);
      const slow = await as(who);
      await holdAnswers(slow, route.asks);
      await slow.goto(path);
      await expect(slow.getByText('Loading…').first()).toBeVisible();
      await axe(slow);

      const cut = await as(who);
      await cutNetwork(cut, route.asks);
      await cut.goto(path);
      await expect(cut.getByText('No connection').first()).toBeVisible();
      await axe(cut);
      // Once the line is back, the page is a press away.
      await cut.unrouteAll();
      await cut.getByRole('button', { name: 'Try again' }).evaluateAll((buttons) =>
        buttons.forEach((button) => (button as HTMLButtonElement).click()),
      );
      await expectLoaded(cut, route);
    });
  }

  if (route.path.includes('{')) {
    test(`${name}: nothing there`, async ({ as }) => {
      const page = await as(route.as[0]);
      await page.goto(route.path.replace(/\{\w+\}/, '01J0000000000000000000000A'));
      await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
      await axe(page);
    });
  }
}

test('a visitor is asked to sign in, in place of every page that is for people who are signed in', async ({ as, idOf }) => {
  const page = await as('visitor');
  for (const name of [...signedIn, ...staff]) {
    const route = ROUTES[name]!;
    await page.goto(await pathOf(route, route.as[0], idOf));
    await expect(page.getByText('This page is for people who are signed in.'), name).toBeVisible();
  }
  // Once is enough: it is the same in place of each.
  await axe(page);
});

test('a researcher is told that the pages of staff are for staff', async ({ as, idOf }) => {
  const page = await as('fresh');
  for (const name of staff) {
    const route = ROUTES[name]!;
    await page.goto(await pathOf(route, 'reviewer', idOf));
    await expect(page.getByRole('heading', { name: 'This page is for reviewers' }), name).toBeVisible();
  }
  await axe(page);
});

test('a page for whom nobody knows says so and asks again', async ({ as, watch }) => {
  watch.allow(NO_CONNECTION);
  const page = await as('fresh');
  await page.route('**/api/v1/session', (route) => route.abort('connectionfailed'));
  await page.goto('/dashboard');
  await expect(page.getByText('No connection')).toBeVisible();
  await axe(page);
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectLoaded(page, ROUTES['Dashboard']!);
});
