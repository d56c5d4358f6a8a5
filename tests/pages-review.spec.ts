// What staff do, and what their pages show then.
import { axe, shot, unfold } from './support/look.ts';
import { enterAsStaff, fill } from './support/people.ts';
import { expect, test } from './support/sweep.ts';

test('the queue: filtered, searched in vain, decided', async ({ as }) => {
  const page = await as('reviewer');
  await page.goto('/review');
  await fill(page, { Search: 'nobody of this name' });
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing fits these filters.')).toBeVisible();
  await axe(page);
  await page.goto('/review?stage=decided');
  await expect(page.getByRole('link', { name: 'Kit Specimen' })).toBeVisible();
  await axe(page);
});

for (const { name, stage } of [
  { name: 'Lotte Example', stage: 'identity' },
  { name: 'Wei Muster', stage: 'reference' },
  { name: 'Inés Placeholder', stage: 'response' },
  { name: 'Omar Fictive', stage: 'returned' },
]) {
  test(`the case of ${name}, with everything unfolded, and every form refused`, async ({ as }) => {
    const page = await as('reviewer');
    await page.goto(`/review?stage=${stage}`);
    await page.getByRole('link', { name }).click();
    await expect(page.getByRole('heading', { name: 'Decide' })).toBeVisible();
    await unfold(page);
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await axe(page);
    await shot(page, `case-${stage}`);
    for (const submit of await page.locator('.case__decision details button[type=submit]').all()) {
      await submit.click();
    }
    await axe(page);
  });
}

test('a training report, with everything unfolded, and every form refused', async ({ as, idOf }) => {
  const page = await as('reviewer');
  await page.goto(`/review/trainings/${await idOf('training', 'reviewer')}`);
  await expect(page.getByRole('button', { name: 'Accept the report' })).toBeVisible();
  await unfold(page);
  for (const submit of await page.locator('.report__decision button[type=submit]').all()) {
    await submit.click();
  }
  await expect(page.getByRole('alert').first()).toBeVisible();
  await axe(page);
  await shot(page, 'training-case');
});

test('an administrator may revoke, and has to say why', async ({ as }) => {
  const page = await as('administrator');
  await page.goto('/review?stage=decided');
  await page.getByRole('link', { name: 'Kit Specimen' }).click();
  await expect(page.getByRole('heading', { name: 'Decide' })).toBeVisible();
  await unfold(page);
  await page.getByRole('button', { name: 'Revoke the credential' }).click();
  await expect(page.getByRole('alert')).toContainText('Enter your words');
  await axe(page);
  await shot(page, 'case-revoke');
});

test('who is named as the reference is told that they cannot decide', async ({ person, server }) => {
  const page = await person('reviewer');
  const email = 'terry.reference@university.example';
  await enterAsStaff(page, server, 'reviewer', { given: 'Terry', family: 'Reference', email });
  await page.goto('/review');
  await page.getByRole('link', { name: 'Wei Muster' }).click();
  // Of the application, and of the report that stands in it.
  await expect(page.getByRole('heading', { name: 'You cannot decide this one' })).toHaveCount(2);
  await axe(page);
});

test('the statistics, with the figures of every chart in a table beside it', async ({ as }) => {
  for (const who of ['reviewer', 'administrator'] as const) {
    const page = await as(who);
    await page.goto('/review');
    await page.getByRole('navigation', { name: 'Review' }).getByRole('link', { name: 'Statistics' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Statistics of the review' })).toBeFocused();
    await expect(page.getByRole('img', { name: 'How far applications get' })).toBeVisible();
    const funnel = page.getByRole('table', { name: 'How far applications get' });
    await expect(funnel.getByRole('row', { name: /^Accepted 1$/ })).toBeVisible();
    // Who decided how much is for administrators.
    await expect(page.getByRole('heading', { name: 'Who decided how much' })).toHaveCount(who === 'administrator' ? 1 : 0);
    await axe(page);
    await shot(page, `statistics-${who}`);
  }
});
