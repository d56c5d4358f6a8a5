// The page in another language: chosen without a reload, remembered, loaded only then, and complete.
import type { Page } from '@playwright/test';
import { axe, shot } from './support/look.ts';
import { linkIn } from './support/mail.ts';
import { fill, press, signIn } from './support/people.ts';
import { ROUTES } from './support/routes.ts';
import { expect, test } from './support/sweep.ts';
import { inLanguage, translations } from './support/words.ts';

const SPANISH = translations('es');
const es = inLanguage('es');

async function inSpanish(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('accede.language', 'es'));
}

/** Texts of the page that are still shown in English; what the server sends is marked as English. */
async function englishLeft(page: Page): Promise<string[]> {
  const shown = await page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement!;
      if (parent.closest('[lang="en"], script, style, noscript') === null) {
        texts.push(node.textContent ?? '');
      }
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
      texts.push(...['aria-label', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? ''));
    }
    return texts;
  });
  const other = new Set(
    [...SPANISH]
      .filter(([english, text]) => english.trim() !== text.trim() && /[a-z]{3}/.test(english))
      .map(([english]) => english.trim()),
  );
  return [...new Set(shown.map((text) => text.trim()).filter((text) => other.has(text)))];
}

test('another language is chosen without a reload, keeps what is typed, and is remembered', async ({ newcomer }) => {
  const { page } = await newcomer();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/apply');
  await page.getByRole('button', { name: 'Start your application' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'About you' })).toBeFocused();
  await page.goto('/apply/research');
  const summary = 'We use laboratory values to predict kidney failure.';
  await page.getByLabel('Research summary').fill(summary);
  expect(asked.filter((path) => path.endsWith('.po')), 'loaded only when it is chosen').toEqual([]);
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  await page.getByRole('button', { name: 'Español' }).click();
  await expect(page.getByRole('heading', { level: 1, name: es('Your research') })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.getByRole('button', { name: 'English' })).toBeFocused();
  await expect(page.getByLabel(es('Research summary'))).toHaveValue(summary);
  expect(await page.evaluate(() => 'sameDocument' in window), 'not loaded anew').toBe(true);
  await axe(page);
  await shot(page, 'language-research');

  await page.goto('/apply/affiliation');
  await expect(page.getByRole('heading', { level: 1, name: es('Your affiliation') })).toBeVisible();
  const countries = page.getByLabel(es('Country'), { exact: true });
  await expect(countries.locator('option[value="DE"]')).toHaveText('Alemania');
  await page.getByRole('button', { name: es('Save and continue') }).click();
  await expect(page.getByRole('alert')).toContainText(es('There is a problem'));
  await axe(page);
  await shot(page, 'language-refused');

  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your affiliation' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('a language whose texts do not come leaves the page as it is, and says so', async ({ as, watch }) => {
  watch.allow(/ERR_FAILED/);
  const page = await as('visitor');
  await page.route('**/lang-es.po', (route) => route.abort());
  await page.goto('/datasets');
  await page.getByRole('button', { name: 'Español' }).click();
  await expect(page.getByText('No connection')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeVisible();
  await axe(page);
});

test('who registers in Spanish gets the mails in Spanish, and finds another device in it', async ({ person, mailbox }) => {
  const [email, passphrase] = ['maria@university.example', 'harbour velvet pencil thunder'];
  const page = await person('first device');
  await page.goto('/register');
  await page.getByRole('button', { name: 'Español' }).click();
  await expect(page.getByRole('heading', { level: 1, name: es('Create an account') })).toBeVisible();
  await fill(page, {
    [es('Given names')]: 'María',
    [es('Family name')]: 'Gómez',
    [es('E-mail address')]: email,
    [es('User name')]: 'maria-gomez',
    [es('Passphrase')]: passphrase,
  });
  await page.getByLabel(es('I have read the privacy notice, version ')).check();
  await page.getByLabel(es('I agree to the terms of use, version ')).check();
  await press(page, es('Create the account'));
  const mail = await mailbox.next({ to: email });
  expect(mail.subject).toContain('Confirme su dirección de correo');
  expect(mail.text).toMatch(/^Hola:/);
  expect(mail.html).toContain('<html lang="es"');
  expect(mail.message.headers.find((header) => header.key === 'content-language')?.value).toBe('es');

  await page.goto(linkIn(mail, /^\/verify$/));
  await press(page, es('Confirm the address'));
  await expect(page.getByRole('heading', { level: 1, name: es('Your address is confirmed') })).toBeVisible();

  const device = await person('another device');
  await signIn(device, email, passphrase);
  await expect(device.locator('html')).toHaveAttribute('lang', 'es');
  await expect(device.getByRole('heading', { level: 1, name: es('Your overview') })).toBeVisible();
  await device.getByRole('button', { name: 'English' }).click();
  await expect(device.getByRole('heading', { level: 1, name: 'Your overview' })).toBeVisible();
  // What is chosen while signed in is the account's from then on; the first browser keeps its own choice.
  const spoken = async () => ((await (await device.request.get('/api/v1/session')).json()) as { account: { language: string } }).account.language;
  await expect.poll(spoken).toBe('en');
  await page.goto('/datasets');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
});

test('what the portal itself says of getting data and of a training is in the language of the page', async ({ as }) => {
  const page = await as('credentialed');
  await inSpanish(page);
  for (const [service, title, says] of [
    ['zip', 'MIMIC-IV: el archivo ZIP', es('Download the ZIP file')],
    ['big_query', 'MIMIC-IV en Google BigQuery', es('Request access using Google BigQuery')],
    ['cloud_storage', 'MIMIC-IV en Google Cloud Storage', es('Request access using Google Cloud Storage')],
    ['wget', 'MIMIC-IV con wget', es('Access tokens')],
  ] as const) {
    await page.goto(`/datasets/mimiciv/access/${service}`);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    // The name of what is to be pressed is the one that the page shows.
    await expect(page.locator('.prose[lang="es"]')).toContainText(says);
    await axe(page);
    await shot(page, `es-how-to-${service}`);
  }
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'MIMIC-IV with wget' })).toBeVisible();
  await expect(page.locator('.prose[lang="en"]')).toBeVisible();
  // The browser begins each page in Spanish again.
  await page.goto('/training');
  await expect(page.locator('.prose[lang="es"]')).toContainText('El informe, no el certificado');
  await page.goto('/datasets/mimiciv');
  await expect(page.locator('.prose[lang="es"]')).toContainText('información de salud protegida');
});

test('what stays in English says why, and nobody who reads English is told', async ({ as }) => {
  const page = await as('visitor');
  const owners = 'What its owners say of this dataset is in English: these are their own words.';
  const holds = 'This text is in English, because that is the version that holds.';
  await page.goto('/datasets/mimiciv');
  await expect(page.locator('.prose[lang="en"]').first()).toBeVisible();
  await expect(page.getByText(owners)).toHaveCount(0);
  await page.getByRole('button', { name: 'Español' }).click();
  await expect(page.getByText(es(owners))).toBeVisible();
  await expect(page.getByRole('complementary')).toContainText(es('Patients'));
  await page.goto('/datasets/mimiciv/agreement');
  await expect(page.getByText(es(holds))).toBeVisible();
  await page.goto('/privacy');
  await expect(page.getByRole('heading', { level: 1, name: es('Privacy notice') })).toBeVisible();
  await expect(page.getByText(es(holds))).toBeVisible();
  await page.setViewportSize({ width: 320, height: 800 });
  await shot(page, 'es-privacy-narrow');
});

for (const [name, route] of Object.entries(ROUTES)) {
  if (route.isMissing !== true) {
    test(`${name}: wholly in Spanish`, async ({ as, idOf }) => {
      for (const who of route.as) {
        const page = await as(who);
        await inSpanish(page);
        const kind = /\{(\w+)\}/.exec(route.path)?.[1];
        await page.goto(kind === undefined ? route.path : route.path.replace(`{${kind}}`, await idOf(kind, who)));
        await expect(page.locator('html')).toHaveAttribute('lang', 'es');
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expect(page.locator('.skeleton')).toHaveCount(0);
        expect(await englishLeft(page), who).toEqual([]);
        await axe(page);
        await shot(page, `es-${name}-${who}`);
      }
    });
  }
}
