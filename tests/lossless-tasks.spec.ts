// Whatever ends in the middle of typing, in every task of the wizard, what is there afterwards is what was typed, byte for
// byte: the network, the tab, the session, the program (killed, on the same data), the process of the page, the browser, two
// tabs, two devices.
import type { Page } from '@playwright/test';
import { bufferedBodies } from './support/buffer.ts';
import { Client } from './support/client.ts';
import { ADA, KILLED, asAda, beginDraft, type Draft } from './support/draft.ts';
import { expect, test } from './support/fixtures.ts';
import { axe } from './support/look.ts';
import { goOnAs } from './support/sweep.ts';
import { crash, endSession, signInAgain } from './support/trouble.ts';

interface TaskPage {
  path: string;
  /** Label and field of what is typed, in the order of the page. */
  typed: [string, string][];
  /** What is chosen, and the field it ends in. */
  chosen?: { radio: [string, string, string]; otherRadio: [string, string, string]; select?: [string, string, string] };
}

const TASKS: TaskPage[] = [
  {
    path: '/apply/about-you',
    typed: [
      ['Given names', 'given_names'],
      ['Suffix (optional)', 'suffix'],
      ['Family name', 'family_name'],
    ],
  },
  {
    path: '/apply/affiliation',
    typed: [
      ['Organisation', 'organisation'],
      ['ROR id of the organisation (optional)', 'ror_id'],
      ['Job title or position', 'job_title'],
      ['City', 'city'],
      ['State or province', 'state_province'],
      ['Postal code', 'postal_code'],
      ['Webpage that lists you', 'webpage'],
    ],
    chosen: {
      radio: ['Hospital researcher', 'researcher_category', 'hospital'],
      otherRadio: ['Researcher in government', 'researcher_category', 'government'],
      select: ['Country', 'country', 'CH'],
    },
  },
  { path: '/apply/research', typed: [['Research summary', 'research_summary']] },
  {
    path: '/apply/reference',
    typed: [
      ['Full name', 'reference_name'],
      ['E-mail address', 'reference_email'],
      ['Their organisation', 'reference_organisation'],
      ['Page that shows this address (optional)', 'reference_page_url'],
      ['Their title or position', 'reference_title'],
    ],
    chosen: {
      radio: ['Co-author', 'reference_category', 'co_author'],
      otherRadio: ['Supervisor', 'reference_category', 'supervisor'],
    },
  },
];

/** Letters of several scripts, composed and not, a character of several code points, and blanks where people leave them. */
const words = (field: string, round: string) =>
  ` ${field} – ${round}: É e\u0301 ß Łódź 李 \u0645\u0631\u062d\u0628\u0627 \u{1F469}\u{1F3FD}\u200D\u{1F52C} “x” <y> & 'z'  `;
/** A browser itself takes outer blanks from what is typed as an address. */
const TRIMMED = ['reference_email', 'webpage', 'reference_page_url'];
const lines = (field: string, round: string) => `${words(field, round)}\n\n\tSecond line, ${round}.\n`;

type Answers = Record<string, string>;

const label = (page: Page, name: string) => page.getByLabel(name, { exact: true });

const bytes = (answers: Answers) => Object.entries(answers).map(([field, text]) => [field, Buffer.from(text).toString('hex')]);

/** Waits until the server has these answers, and nothing else in these fields. */
async function expectSavedIn(draft: Draft, answers: Answers): Promise<void> {
  const form = async () => {
    const now = await draft.form();
    return bytes(Object.fromEntries(Object.keys(answers).map((field) => [field, now[field] ?? 'missing'])));
  };
  await expect.poll(form).toEqual(bytes(answers));
}

async function expectShownOf(of: Page, task: TaskPage, answers: Answers): Promise<void> {
  for (const [name, field] of task.typed) {
    await expect(label(of, name)).toHaveValue(answers[field] ?? '');
  }
}

for (const task of TASKS) {
  /** Types into every field, all but the last before `middle` happens; gives what has to be there then. */
  const type = async (page: Page, round: string, middle: () => Promise<unknown> = async () => undefined, other = false): Promise<Answers> => {
    const answers: Answers = {};
    const { radio, otherRadio, select } = task.chosen ?? {};
    const choice = other ? otherRadio : radio;
    if (choice) {
      await page.getByRole('radio', { name: choice[0], exact: true }).check();
      answers[choice[1]] = choice[2];
    }
    if (select) {
      await label(page, select[0]).selectOption(select[2]);
      answers[select[1]] = select[2];
    }
    for (const [index, [name, field]] of task.typed.entries()) {
      const given = field === 'research_summary' ? lines(field, round) : words(field, round);
      const text = TRIMMED.includes(field) ? given.trim() : given;
      const half = Math.floor(text.length / 2);
      await label(page, name).fill(text.slice(0, half));
      if (index === task.typed.length - 1) {
        await middle();
      }
      await label(page, name).fill(text);
      answers[field] = text;
    }
    return answers;
  };

  test(`${task.path} keeps every byte, whatever ends in the middle of typing`, async ({ page, person, server, mailbox, watch, context }) => {
    watch.allow(KILLED);
    const ada = await asAda(page, server, mailbox);
    const draft = await beginDraft(ada);
    const expectSaved = (answers: Answers) => expectSavedIn(draft, answers);
    const expectShown = (of: Page, answers: Answers) => expectShownOf(of, task, answers);
    const open = async (in_ = context) => {
      const tab = await in_.newPage();
      await tab.goto(task.path);
      return tab;
    };

    // A reload right after the last key.
    await page.goto(task.path);
    let answers = await type(page, 'reload');
    await page.reload();
    await expectShown(page, answers);
    await expectSaved(answers);

    // The network goes in the middle, and the tab is closed before it is back.
    answers = await type(page, 'offline', () => context.setOffline(true), true);
    await expect(page.getByText('No connection. Your words are kept on this device')).toBeVisible();
    await axe(page);
    await page.close();
    await context.setOffline(false);
    const second = await open();
    await expectShown(second, answers);
    await expectSaved(answers);

    // The session ends on the server.
    answers = await type(second, 'session', () => endSession(second));
    await signInAgain(second, ADA.userName, ADA.passphrase);
    await ada.signIn(ADA);
    await expectShown(second, answers);
    await expectSaved(answers);

    // The program is killed, and comes back on the same data while nobody touches the page.
    answers = await type(second, 'killed', () => server.kill(), true);
    await expect(second.getByText('No connection. Your words are kept on this device')).toBeVisible();
    await server.restart('serve');
    await expectShown(second, answers);
    await expectSaved(answers);

    // It is killed, and the tab dies before it is back.
    answers = await type(second, 'killed twice', () => server.kill());
    await crash(second);
    await server.restart('serve');
    const third = await open();
    await expectShown(third, answers);
    await expectSaved(answers);

    // The process of the page dies right after the last key.
    answers = await type(third, 'crash', undefined, true);
    await crash(third);
    const fourth = await open();
    await expectShown(fourth, answers);
    await expectSaved(answers);

    // Going elsewhere, to a page that is loaded anew, right after the last key.
    answers = await type(fourth, 'away');
    await fourth.getByRole('banner').getByRole('link', { name: 'Datasets' }).click();
    await expect(fourth.getByRole('heading', { level: 1, name: 'Datasets' })).toBeVisible();
    await expectSaved(answers);
    await fourth.goBack();
    await expectShown(fourth, answers);

    // Another device is behind: it is asked, takes what was saved, and both show the same.
    const device = await person('another device');
    await goOnAs(device, ada, server);
    await device.goto(task.path);
    await expectShown(device, answers);
    answers = await type(fourth, 'here', undefined, true);
    await expectSaved(answers);
    await type(device, 'there');
    const choice = device.getByRole('region', { name: 'This was also changed in another tab or on another device' });
    await expect(choice).toBeVisible();
    await expectSaved(answers);
    for (const theirs of await choice.getByLabel('What was saved elsewhere').all()) {
      await theirs.check();
    }
    await choice.getByRole('button', { name: 'Keep these and go on' }).click();
    await expect(choice).toHaveCount(0);
    await expectShown(device, answers);
    await expect(device.getByText('Draft saved')).toBeVisible();
    await expectSaved(answers);

    // So is another tab, which keeps what stands on it.
    const beside = await open();
    await fourth.reload();
    await expectShown(beside, answers);
    await expectShown(fourth, answers);
    await expectSaved(await type(fourth, 'first tab', undefined, true));
    answers = await type(beside, 'second tab');
    const between = beside.getByRole('region', { name: 'This was also changed in another tab or on another device' });
    await expect(between).toBeVisible();
    for (const mine of await between.getByLabel('What is on this page').all()) {
      await mine.check();
    }
    await between.getByRole('button', { name: 'Keep these and go on' }).click();
    await expect(between).toHaveCount(0);
    await expectShown(beside, answers);
    await expectSaved(answers);
    await fourth.reload();
    await expectShown(fourth, answers);
    ada.close();
  });

  test(`${task.path} keeps every byte when the browser is killed`, async ({ server, mailbox, watch, ownBrowser: browser }) => {
    watch.allow(KILLED);
    const ada = new Client(server.origin);
    await ada.register(ADA, mailbox);
    const draft = await beginDraft(ada);
    const open = async () => {
      const page = await browser.page('about:blank');
      await goOnAs(page, ada, server);
      await page.goto(`${server.origin}${task.path}`);
      return page;
    };
    let page = await open();
    await expect(label(page, task.typed[0]?.[0] ?? '')).toBeVisible();
    await page.route('**/draft', (route) => route.abort());
    let answers = await type(page, 'killed');
    // A power cut may take the last key, and nothing that was on the disk before it.
    const kept = async () => (await bufferedBodies(page)).map((body) => (JSON.parse(body) as { form: Answers }).form);
    await expect.poll(kept).toEqual([expect.objectContaining(answers)]);
    await browser.kill();
    await browser.again();
    page = await open();
    await expectShownOf(page, task, answers);
    await expectSavedIn(draft, answers);

    // The person closes it right after the last key.
    await page.route('**/draft', (route) => route.abort());
    answers = await type(page, 'closed', undefined, true);
    await browser.close();
    await browser.again();
    page = await open();
    await expectShownOf(page, task, answers);
    await expectSavedIn(draft, answers);
    ada.close();
  });
}

test('/apply/training keeps its date, whatever ends in the middle of typing', async ({ page, server, mailbox, watch, context, ownBrowser: browser }) => {
  watch.allow(KILLED);
  const path = '/apply/training';
  const ada = await asAda(page, server, mailbox);
  await beginDraft(ada);
  const type = async (of: Page, day: string, middle: () => Promise<unknown> = async () => undefined) => {
    await label(of, 'Day').fill(day);
    await label(of, 'Month').fill('9');
    await middle();
    await label(of, 'Year').fill('2026');
  };
  const expectDate = async (of: Page, day: string) => {
    await expect(label(of, 'Day')).toHaveValue(day);
    await expect(label(of, 'Month')).toHaveValue('9');
    await expect(label(of, 'Year')).toHaveValue('2026');
  };
  const open = async () => {
    const tab = await context.newPage();
    await tab.goto(path);
    return tab;
  };
  await page.goto(path);
  await type(page, '1');
  await page.reload();
  await expectDate(page, '1');

  await type(page, '2', () => context.setOffline(true));
  await page.close();
  await context.setOffline(false);
  const second = await open();
  await expectDate(second, '2');

  await type(second, '3', () => endSession(second));
  await ada.signIn(ADA);
  await goOnAs(second, ada, server);
  await second.reload();
  await expectDate(second, '3');

  await type(second, '4', () => server.kill());
  await server.restart('serve');
  await second.reload();
  await expectDate(second, '4');

  await type(second, '5');
  await crash(second);
  const third = await open();
  await expectDate(third, '5');

  // Of two tabs the one that typed last is kept; the other keeps what stands on it until then.
  const fourth = await open();
  await type(fourth, '6');
  await expectDate(third, '5');
  await type(third, '7');
  await fourth.close();
  await expectDate(await open(), '7');

  const own = async () => {
    const tab = await browser.page('about:blank');
    await goOnAs(tab, ada, server);
    await tab.goto(`${server.origin}${path}`);
    return tab;
  };
  await type(await own(), '8');
  await browser.close();
  await browser.again();
  await expectDate(await own(), '8');
  ada.close();
});
