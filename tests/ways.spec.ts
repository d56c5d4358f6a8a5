// Where an applicant is led to, and in which language.
import { axe, shot } from './support/look.ts';
import { fill, press } from './support/people.ts';
import { expect, test } from './support/sweep.ts';
import { inLanguage } from './support/words.ts';

const es = inLanguage('es');

test('the overview leads to the place where one gets the data, and so does its address', async ({ as }) => {
  const page = await as('credentialed');
  const part = /\/datasets\/mimiciv\?part=files$/;
  await page.goto('/dashboard');
  await page.getByRole('row', { name: /MIMIC-IV v/ }).getByRole('link', { name: /^Get the data/ }).click();
  await expect(page).toHaveURL(part);
  const place = page.getByRole('heading', { level: 2, name: 'Get the data' });
  await expect(place).toBeFocused();
  await expect(place).toBeInViewport();
  await axe(page);
  // Loaded by its address, and left by the link at the top.
  await page.reload();
  await expect(place).toBeFocused();
  await page.goto('/datasets/mimiciv');
  await expect(page.getByText('You may use the data', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Choose how to get them' }).click();
  await expect(place).toBeFocused();
  // What was signed for it is one link away.
  await page.getByRole('link', { name: 'What you signed, and the receipt' }).click();
  await expect(page.getByRole('link', { name: 'Download the receipt' })).toBeVisible();
});

test('who does not get in is told the next step at the top, and how to get access under its own heading', async ({ newcomer }) => {
  const { page } = await newcomer();
  await page.goto('/datasets/mimiciv');
  const next = page.locator('.next');
  await expect(next).toContainText('Next, complete the training and upload its report.');
  await expect(next).toBeInViewport();
  await expect(next.getByRole('link')).toHaveText(['Upload your training report']);
  await shot(page, 'dataset-next-step');
  await page.getByRole('link', { name: 'See how to get access' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'How to get access' })).toBeFocused();
  await axe(page);
});

test('a page of the wizard says which step it is, and that something is saved once something was typed', async ({ newcomer }) => {
  const { page, client } = await newcomer();
  await client.post('/api/v1/applications');
  await page.goto('/apply/affiliation');
  await expect(page.getByText('Step 2 of 6')).toBeVisible();
  await expect(page.getByLabel('City', { exact: true })).toBeVisible();
  await expect(page.getByText('Draft saved')).toHaveCount(0);
  await fill(page, { City: 'Bern' });
  await expect(page.getByText('Draft saved')).toBeVisible();
  await press(page, 'Save and continue');
  await expect(page.getByText('There is a problem')).toBeVisible();
  await expect(page.getByText('Draft saved')).toHaveCount(0);

  // What is to be changed has the focus.
  await page.goto('/apply/check');
  await page.getByRole('link', { name: 'Change City', exact: true }).click();
  await expect(page).toHaveURL(/\/apply\/affiliation\?field=city$/);
  await expect(page.getByLabel('City', { exact: true })).toBeFocused();
});

test.describe('a browser whose language is Spanish', () => {
  test.use({ contextOptions: { locale: 'es-ES' } });

  test('is spoken to in Spanish, numbers included, until another language is chosen', async ({ as }) => {
    const page = await as('visitor');
    await page.goto('/datasets/mimiciv');
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    const facts = page.getByRole('complementary');
    await expect(facts).toContainText('364.627');
    await expect(facts).toContainText(es('about 10 GB, compressed'));
    await expect(page.getByText(es('Corrects version 3.0.'))).toBeVisible();
    await shot(page, 'es-dataset-facts');
    await page.getByRole('button', { name: 'English' }).click();
    await expect(facts).toContainText('364,627');
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });
});

test('the sentence that is signed in English is helped with in Spanish', async ({ newcomer }) => {
  const { page } = await newcomer();
  await page.addInitScript(() => localStorage.setItem('accede.language', 'es'));
  await page.goto('/datasets/mimiciv/agreement');
  const consent =
    'I agree to sign this agreement electronically. My typed name has the same effect as my signature on paper. I can keep the receipt, and print it.';
  const label = page.getByText(consent);
  await expect(label).toHaveAttribute('lang', 'en');
  await expect(page.getByText(es('To help you read, not what is signed: ') + es(consent))).toBeVisible();
  await axe(page);
});
