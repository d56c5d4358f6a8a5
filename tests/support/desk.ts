// What a reviewer does again and again.
import { expect, type Page } from '@playwright/test';

/** By keyboard alone: opens the decision that takes the case forward, says yes to each question, and sends it. */
export async function sayYesByKey(page: Page, button: string): Promise<void> {
  const decision = page.locator('#decide-forward');
  await page.keyboard.press('a');
  const questions = await decision.locator('.govuk-radios').all();
  for (const question of questions) {
    // Each answer goes on to the next question.
    await expect(question.getByLabel('Yes', { exact: true })).toBeFocused();
    await page.keyboard.press('y');
    await expect(question.getByLabel('Yes', { exact: true })).toBeChecked();
  }
  await expect(decision.getByRole('button', { name: button })).toBeFocused();
  await page.keyboard.press('Enter');
}
