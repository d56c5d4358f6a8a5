// Fifty cases in a row, without the pointer and without going back to the list.
import { expect, test } from './support/fixtures.ts';
import { BELIEVE_ADDRESSES, crowd } from './support/crowd.ts';
import { sayYesByKey } from './support/desk.ts';
import { enterAsStaff } from './support/people.ts';

const CASES = 50;

test.use({ settings: { ...BELIEVE_ADDRESSES, ACCEDE_DECISION_UNDO_SECONDS: '1' } });

test('fifty identities are confirmed by keyboard alone, each once', async ({ page, server, mailbox }) => {
  test.setTimeout(900_000);
  await crowd(server, mailbox, CASES);
  await enterAsStaff(page, server, 'reviewer', { given: 'Rosa', family: 'Reviewer' });
  await page.goto('/review?stage=identity');
  await expect(page.locator('.row__open').first()).toBeVisible();

  const seen = new Set<string>();
  const heading = page.getByRole('heading', { level: 1 });
  await page.keyboard.press('n');
  for (let decided = 1; decided <= CASES; decided += 1) {
    await expect(page.locator('#decide-forward')).toBeVisible();
    await expect(heading).toBeFocused();
    const name = await heading.innerText();
    expect(seen, 'every case comes once').not.toContain(name);
    seen.add(name);
    await sayYesByKey(page, 'Confirm the identity');
    await expect(page.getByRole('heading', { name: 'You decided: Confirm the identity' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next case' })).toBeFocused();
    await page.keyboard.press('Enter');
    if (decided < CASES) {
      await expect(heading).not.toHaveText(name);
    }
  }
  await expect(page.getByText('Nothing is left in this list that you could take.')).toBeVisible();
  // The last one has taken effect too once the page goes on with it.
  await expect(page.getByRole('button', { name: 'Ask the reference' })).toBeVisible();
  await page.goto('/review?stage=identity');
  await expect(page.getByText('Nothing fits these filters.')).toBeVisible();
  await page.goto('/review?stage=reference');
  await expect(page.locator('.desk__total')).toHaveText(`${CASES} lines`);
});
