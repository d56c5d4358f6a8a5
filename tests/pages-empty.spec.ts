// A portal that has just been set up: nobody has applied, and nothing waits.
import { axe, shot } from './support/look.ts';
import { enterAsStaff } from './support/people.ts';
import { ROUTES, type RoutePage } from './support/routes.ts';
import { expect, test } from './support/sweep.ts';

test.use({ portalCommand: 'serve' });

/** Those that list what people did; the others look as they do in the demonstration. */
const OF_A_NEWCOMER = ['Dashboard', 'Apply', 'Trainings', 'Agreements', 'CloudAccounts', 'AccountTokens', 'Vouching', 'Dataset'];

test('a newcomer finds pages that say what is to be done', async ({ newcomer }) => {
  const { page } = await newcomer();
  for (const name of OF_A_NEWCOMER) {
    const { path, heading } = ROUTES[name] as RoutePage;
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(heading);
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await axe(page);
  }
});

test('every page of the wizard sends whoever has not begun to the beginning', async ({ newcomer }) => {
  const { page } = await newcomer();
  for (const name of Object.keys(ROUTES).filter((name) => /^Apply[A-Z]/.test(name) && name !== 'ApplyTraining')) {
    await page.goto(ROUTES[name]!.path);
    await expect(page.getByRole('button', { name: 'Start your application' })).toBeVisible();
  }
  await axe(page);
});

for (const role of ['reviewer', 'administrator'] as const) {
  test(`nothing waits for a ${role}`, async ({ person, server }) => {
    const page = await person(role);
    await enterAsStaff(page, server, role, { given: 'Rosa', family: 'Lindgren' });
    const lists = [
      ['/review', 'Nobody waits here.'],
      ['/review/trainings', 'No report waits.'],
    ] as const;
    for (const [path, words] of lists) {
      await page.goto(path);
      await expect(page.getByText(words)).toBeVisible();
      await axe(page);
      await shot(page, `empty${path.replaceAll('/', '-')}`);
    }
  });
}

test('the mailbox is in the demonstration only', async ({ as }) => {
  const page = await as('visitor');
  await page.goto('/demo/mailbox');
  await expect(page.getByText('There is nothing here').first()).toBeVisible();
  await axe(page);
});
