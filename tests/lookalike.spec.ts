// A reference's address that is one slip away from another is pointed out where it is typed: a question, never a refusal.
import { asAda, beginDraft } from './support/draft.ts';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { fill, press } from './support/people.ts';

test('a slip in an address is asked about at the field, and one press mends it', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await page.goto('/apply/reference');
  const email = page.getByLabel('E-mail address', { exact: true });
  const question = page.getByRole('status').filter({ hasText: 'Did you mean' });
  // Not while it is typed.
  await email.pressSequentially('Grace.Chen@univresity.example');
  await expect(question).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(question).toContainText('Did you mean Grace.Chen@university.example?');
  await axe(page);
  await shot(page, 'lookalike');
  await question.getByRole('button', { name: 'Use Grace.Chen@university.example' }).press('Enter');
  await expect(email).toHaveValue('Grace.Chen@university.example');
  await expect(email).toBeFocused();
  await expect(question).toHaveCount(0);
  await expect.poll(() => draft.saved('reference_email')).toBe('Grace.Chen@university.example');

  // Letters that look like others, and a well-known service.
  await email.fill('grace@gm\u0430il.com');
  await page.keyboard.press('Tab');
  await expect(question).toContainText('Did you mean grace@gmail.com?');
  await email.fill('grace@outlok.com');
  await page.keyboard.press('Tab');
  await expect(question).toContainText('Did you mean grace@outlook.com?');
  await question.getByRole('button', { name: 'grace@outlok.com is right' }).click();
  await expect(question).toHaveCount(0);
  await expect(email).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(question).toHaveCount(0);
  await expect(email).toHaveValue('grace@outlok.com');
  ada.close();
});

test('whoever goes on past the question is held once, and then goes on', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await page.goto('/apply/reference');
  await page.getByRole('radio', { name: 'Colleague' }).check();
  await fill(page, {
    'Full name': 'Grace Chen',
    'Their organisation': 'University of Examples',
    'Their title or position': 'Professor',
    'E-mail address': 'grace.chen@univercity.example',
  });
  await press(page, 'Save and continue');
  const question = page.locator('#meant');
  await expect(question).toBeFocused();
  await expect(question).toContainText('Did you mean grace.chen@university.example?');
  await expect(page).toHaveURL(/\/apply\/reference$/);
  await press(page, 'Save and continue');
  await expect(page.getByRole('heading', { level: 1, name: 'Your training' })).toBeVisible();
  expect(await draft.saved('reference_email')).toBe('grace.chen@univercity.example');
  ada.close();
});

test('an address at a personal mail service is named at the address, with both remedies, until one is taken', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await page.goto('/apply/reference');
  const email = page.getByLabel('E-mail address', { exact: true });
  const pageOf = page.getByLabel('Page that shows this address', { exact: false });
  await email.fill('grace.chen@gmail.com');
  await page.keyboard.press('Tab');
  await expect(email).toHaveAccessibleDescription(/Enter one at their organisation, or give the page of the organisation/);
  await expect(pageOf).not.toHaveAccessibleDescription(/This address is at a personal mail service/);
  await axe(page);
  await shot(page, 'personal-address');
  await pageOf.fill('https://university.example/chen');
  await page.keyboard.press('Tab');
  await expect(email).not.toHaveAccessibleDescription(/This address is at a personal mail service/);
  await expect.poll(() => draft.saved('reference_page_url')).toBe('https://university.example/chen');
  ada.close();
});

test('a student is offered a supervisor only, and sees what is wrong with an earlier choice', async ({ page, server, mailbox }) => {
  const ada = await asAda(page, server, mailbox);
  const draft = await beginDraft(ada);
  await page.goto('/apply/reference');
  await page.getByRole('radio', { name: 'Colleague' }).check();
  await expect.poll(() => draft.saved('reference_category')).toBe('colleague');
  await page.goto('/apply/affiliation');
  await page.getByRole('radio', { name: 'Student', exact: true }).check();
  await expect.poll(() => draft.saved('researcher_category')).toBe('student');
  await page.goto('/apply/reference');
  await expect(page.getByRole('radio')).toHaveCount(2);
  await expect(page.getByRole('radio', { name: 'Colleague' })).toBeChecked();
  await expect(page.getByText('Choose “Supervisor” and name yours: students and postdocs need one')).toBeVisible();
  await axe(page);
  await shot(page, 'reference-student');
  await page.getByRole('radio', { name: 'Supervisor' }).check();
  await expect.poll(() => draft.saved('reference_category')).toBe('supervisor');
  await page.reload();
  await expect(page.getByRole('radio')).toHaveCount(1);
  ada.close();
});
