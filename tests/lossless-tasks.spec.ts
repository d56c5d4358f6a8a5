// Whatever ends in the middle of typing, in every task of the wizard, what is there afterwards is what was typed, byte for
// byte: the network, the tab, the session, the program (killed, on the same data), the process of the page, two tabs, two
// devices.
import type { Page } from '@playwright/test';
import { ADA, KILLED, asAda, beginDraft } from './support/draft.ts';
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

for (const task of TASKS) {
  const label = (page: Page, name: string) => page.getByLabel(name, { exact: true });

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
    const bytes = (answers: Answers) => Object.entries(answers).map(([field, text]) => [field, Buffer.from(text).toString('hex')]);
    const expectSaved = async (answers: Answers) => {
      const form = async () => {
        const now = await draft.form();
        return bytes(Object.fromEntries(Object.keys(answers).map((field) => [field, now[field] ?? 'missing'])));
      };
      await expect.poll(form).toEqual(bytes(answers));
    };
    const expectShown = async (of: Page, answers: Answers) => {
      for (const [name, field] of task.typed) {
        await expect(label(of, name)).toHaveValue(answers[field] ?? '');
      }
    };
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
    ada.close();
  });
}
