// What an applicant is told while they wait: for whom, since when, until when, and what they can do.
import { expectBody } from './support/client.ts';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { goOnAs, signedIn } from './support/sweep.ts';

test.use({ command: 'demo' });

test('the place that an applicant is told is the one that reviewers see', async ({ page, server }) => {
  const lotte = await signedIn(server, 'demo-lotte');
  await goOnAs(page, lotte, server);
  await page.goto('/dashboard');
  const told = page.getByText(/^Number \d+ of those waiting for this step\./);
  await expect(told).toBeVisible();
  const place = Number(/\d+/.exec(await told.innerText())?.[0]);
  const reviewer = await signedIn(server, 'demo-reviewer');
  const list = await reviewer.get('/api/v1/review/applications?stage=identity');
  reviewer.close();
  const { items } = expectBody<{ items: { applicant_name: string }[] }>(list, 200);
  expect(items[place - 1]?.applicant_name).toContain('Lotte');
  lotte.close();
});

test('who waits for a reference reads for whom, since when and until when, with what can be done beside it', async ({ page, server }) => {
  const ines = await signedIn(server, 'demo-ines');
  await goOnAs(page, ines, server);
  const sentence = /^Waiting for Prof\. Terry Reference since .+\. Without an answer the application comes back to you on \d+ \w+ \d{4}/;
  await page.goto('/dashboard');
  await expect(page.locator('.next').getByText(sentence)).toBeVisible();
  await expect(page.getByRole('link', { name: 'See where your application stands' })).toHaveCount(0);
  await axe(page);
  await shot(page, 'waits-for-reference-overview');
  await page.locator('.next').getByRole('link', { name: 'Remind your reference, or name someone else' }).click();
  await expect(page).toHaveURL(/\/application\/\w+\?part=reference$/);
  await expect(page.getByRole('heading', { level: 2, name: 'Your reference' })).toBeFocused();
  await expect(page.getByText(sentence)).toBeVisible();
  // Beside it, above everything else that is on this page.
  await page.goto(new URL(page.url()).pathname);
  const again = page.getByRole('button', { name: 'Send the request again' });
  const reference = page.getByRole('heading', { level: 2, name: 'Your reference' });
  expect((await again.boundingBox())!.y).toBeLessThan((await reference.boundingBox())!.y);
  await shot(page, 'waits-for-reference');
  await page.goto('/apply/submitted');
  await expect(page.getByText(sentence)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Remind your reference, or name someone else' })).toBeVisible();
  await axe(page);
  ines.close();
});
