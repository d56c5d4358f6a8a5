// Decisions on many applications at once: by filter, seen before, undone together, and two reviewers against each other.
import type { Page } from '@playwright/test';
import { BELIEVE_ADDRESSES, crowd } from './support/crowd.ts';
import { expect, test } from './support/fixtures.ts';
import { axe, expectRefused, shot } from './support/look.ts';
import { ask, enterAsStaff, press } from './support/people.ts';
import { NO_CONNECTION, goOnAs, signedIn } from './support/sweep.ts';

const UNDO = 'ACCEDE_DECISION_UNDO_SECONDS';
/** Where a batch goes. */
const BATCH = /\/review\/applications\/bulk$/;
const SHOW = 'Show what would happen';
const TOLD = /^(The decision on|Please change something in) your application/;

interface Line {
  id: string;
  user_name: string;
  applicant_name: string;
  reference_number: string;
}

interface Decided {
  application_id: string;
  state: string;
}

/** What the page itself would read, by the session of this browser. */
async function read<T>(page: Page, path: string): Promise<T> {
  return page.evaluate(async (path) => (await fetch(path)).json() as Promise<T>, path);
}

async function lines(page: Page, query: string): Promise<Line[]> {
  return (await read<{ items: Line[] }>(page, `/api/v1/review/applications${query}`)).items;
}

/** What became of what the page decided. */
async function decided(page: Page): Promise<Decided[]> {
  const id = new URL(page.url()).searchParams.get('bulk') ?? 'none';
  return (await read<{ items: Decided[] }>(page, `/api/v1/review/bulk/${id}`)).items;
}

function claim(page: Page, { id }: Line, takeOver = false): Promise<number> {
  return ask(page, 'POST', `/api/v1/review/applications/${id}/claim`, { take_over: takeOver });
}

/** Chooses to reject, with the words of a reason. */
async function chooseToReject(page: Page): Promise<void> {
  await page.getByLabel('Reject them').check();
  await page.getByLabel('Reason', { exact: true }).selectOption({ label: 'Frivolous' });
  await expect(page.getByLabel('Words for the applicant')).not.toHaveValue('');
}

async function chooseToReturn(page: Page): Promise<void> {
  await page.getByLabel('Return them for changes').check();
  await page.getByLabel('Answer that has to be changed').selectOption({ label: 'City' });
  await page.getByLabel('Comment, for the applicant', { exact: true }).fill('Which of the two?');
}

/** An application's line in what would happen, in what is left out, or in what became. */
function line(page: Page, table: string, { reference_number }: Line) {
  return page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: reference_number });
}

const result = (page: Page) => page.getByRole('heading', { name: 'What was decided' });

/** Goes on when so many have come this far. */
function gate(number: number): () => Promise<void> {
  let open: () => void;
  let left = number;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return () => {
    left -= 1;
    if (left === 0) {
      open();
    }
    return opened;
  };
}

test.describe('on the people of the demonstration', () => {
  // Longer than any of these tests: what takes effect in them would be a fault.
  test.use({ command: 'demo', settings: { [UNDO]: '600' } });

  /** All that wait for a reviewer. */
  const LIST = '?sort=newest';

  test.beforeEach(async ({ page, server }) => {
    const client = await signedIn(server, 'demo-reviewer');
    await goOnAs(page, client, server);
    client.close();
  });

  test('a list is decided by its filter: seen before, each by itself, undone together', async ({ page, person, server }) => {
    const tom = await person('tom');
    await enterAsStaff(tom, server, 'reviewer', { given: 'Tom', family: 'Second' });
    await page.goto(`/review${LIST}`);
    const waiting = await lines(page, LIST);
    const [claimed, faster, unticked] = waiting;
    expect(waiting.length).toBeGreaterThan(3);
    expect(await claim(tom, claimed!)).toBe(200);

    await page.getByRole('link', { name: 'Decide on the whole list' }).click();
    await expect(page).toHaveURL(/\/review\/bulk\?sort=newest$/);
    await expect(page.getByRole('heading', { level: 1, name: 'Decide on many applications' })).toBeFocused();
    await expect(page.getByText('What do you decide?')).toBeVisible();
    await axe(page);
    await press(page, SHOW);
    await expectRefused(page, 'a decision');
    await page.getByLabel('Reject them').check();
    await press(page, SHOW);
    await expectRefused(page, 'a reason');
    await chooseToReject(page);
    await shot(page, 'bulk-words');

    await press(page, SHOW);
    await expect(page.getByRole('heading', { name: 'What would happen' })).toBeFocused();
    const would = line(page, 'What would happen', faster!);
    await expect(would).toContainText('Rejected');
    await expect(would).toContainText('The decision on your application');
    await expect(would).toContainText('@');
    const refused = line(page, 'Not decided, and why', claimed!);
    await expect(refused).toContainText('Tom Second is on it, at least until');
    await axe(page);
    await shot(page, 'bulk-preview');

    // Other words, another preview.
    await page.getByLabel('Words for the applicant').fill('It is not meant as an application.');
    await expect(page.getByRole('table', { name: 'What would happen' })).toHaveCount(0);
    await press(page, SHOW);
    await page.getByLabel('All of them').uncheck();
    await press(page, 'Reject 0 applications');
    await expect(page.getByRole('alert')).toHaveText('Tick at least one.');
    await axe(page);
    await page.getByLabel('All of them').check();
    await page.getByLabel(unticked!.applicant_name, { exact: true }).uncheck();

    // Somebody is faster after the preview.
    expect(await claim(tom, faster!)).toBe(200);
    const number = waiting.length - 2;
    const held = gate(2);
    await page.route(BATCH, async (route) => {
      await held();
      await route.continue();
    });
    await press(page, `Reject ${number} applications`);
    await expect(page.getByRole('progressbar', { name: 'The decisions are sent' })).toBeVisible();
    await expect(page.getByText(`0 of ${number} sent`)).toBeVisible();
    await axe(page);
    await shot(page, 'bulk-sending');
    await held();
    await expect(result(page)).toBeFocused();
    await expect(page.getByText(`${number - 1} decided; nobody has been told yet.`)).toBeVisible();
    await expect(line(page, 'Not decided, and why', faster!)).toContainText('Tom Second is on it');
    await expect(page.getByRole('table', { name: 'What was decided' }).getByText('Waits')).toHaveCount(number - 1);
    await axe(page);
    await shot(page, 'bulk-result');

    // Loaded anew, the page says what the server knows; to somebody else it says nothing.
    await page.reload();
    await expect(page.getByText(`${number - 1} decided; nobody has been told yet.`)).toBeVisible();
    await expect(line(page, 'Not decided, and why', faster!)).toContainText('Tom Second is on it, at least until');
    await axe(page);
    await tom.goto(page.url());
    await expect(tom.getByText('There is nothing here')).toBeVisible();
    await axe(tom);

    await press(page, 'Undo all of them');
    await expect(page.getByText(`${number - 1} undone.`)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Undo all of them' })).toHaveCount(0);
    await axe(page);
    await shot(page, 'bulk-undone');
    // The same list waits as before, and the words are there still.
    await page.getByRole('link', { name: 'Decide on these again' }).click();
    await expect(page.getByLabel('Words for the applicant')).toHaveValue('It is not meant as an application.');
    expect(await lines(page, LIST)).toHaveLength(waiting.length);
  });

  test('a batch that is lost on the way is sent again, and decided once', async ({ page, watch }) => {
    watch.allow(NO_CONNECTION);
    await page.goto('/review/bulk?stage=identity');
    const waiting = await lines(page, '?stage=identity');
    await chooseToReturn(page);
    await press(page, SHOW);
    await expect(page.getByRole('button', { name: `Return ${waiting.length} applications for changes` })).toBeVisible();
    // It comes to the server, and the answer does not come back.
    await page.route(BATCH, async (route) => {
      await route.fetch();
      await route.abort('connectionfailed');
    });
    await press(page, `Return ${waiting.length} applications for changes`);
    await expect(page.getByRole('heading', { name: 'Not all were sent' })).toBeVisible();
    await axe(page);
    await shot(page, 'bulk-lost');
    await page.unroute(BATCH);
    const again = page.waitForResponse(BATCH);
    await press(page, 'Try again');
    expect((await again).headers()['idempotency-replayed']).toBe('true');
    await expect(result(page)).toBeFocused();
    await expect(page.getByText(`${waiting.length} decided; nobody has been told yet.`)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Not all were sent' })).toHaveCount(0);
    expect((await decided(page)).map((one) => one.application_id).sort()).toEqual(waiting.map((one) => one.id).sort());
    await press(page, 'Undo all of them');
    await expect(page.getByText(`${waiting.length} undone.`)).toBeVisible();
  });

  test('an administrator, who decides on no application, is told so', async ({ person, server }) => {
    const admin = await person('administrator');
    const client = await signedIn(server, 'demo-admin');
    await goOnAs(admin, client, server);
    client.close();
    await admin.goto('/review');
    await expect(admin.getByRole('link', { name: 'This list as a file (CSV)' })).toBeVisible();
    await expect(admin.getByRole('link', { name: 'Decide on the whole list' })).toHaveCount(0);
    await admin.goto('/review/bulk');
    await expect(admin.getByText('There is nothing for you to decide here now.')).toBeVisible();
  });
});

test.describe('two reviewers against each other', () => {
  const CASES = 30;
  // Long enough to undo on a machine that has much to do.
  const SECONDS = 30;

  test.use({ settings: { ...BELIEVE_ADDRESSES, [UNDO]: String(SECONDS) } });

  test('claims, take-over, bulk and undo lose nothing and double nothing', async ({ page: rosa, person, server, mailbox }) => {
    test.setTimeout(600_000);
    const tom = await person('tom');
    await crowd(server, mailbox, CASES);
    await enterAsStaff(rosa, server, 'reviewer', { given: 'Rosa', family: 'First' });
    await enterAsStaff(tom, server, 'reviewer', { given: 'Tom', family: 'Second' });
    const all = await lines(rosa, '?stage=identity&limit=100');
    expect(all).toHaveLength(CASES);
    const addressOf = new Map(all.map(({ id, user_name }) => [id, `${user_name}@university.example`]));

    // Both see the whole list; one from its beginning, one from its end.
    await rosa.goto('/review/bulk?stage=identity');
    await chooseToReject(rosa);
    await press(rosa, SHOW);
    await tom.goto('/review/bulk?stage=identity&sort=newest');
    await chooseToReturn(tom);
    await press(tom, SHOW);
    const hers = rosa.getByRole('button', { name: `Reject ${CASES} applications` });
    const his = tom.getByRole('button', { name: `Return ${CASES} applications for changes` });
    await expect(hers).toBeVisible();
    await expect(his).toBeVisible();

    // Two of the first are Tom's before anything is decided: one that he claims, one that he takes over.
    const [claimed, taken] = all;
    expect(await claim(tom, claimed!)).toBe(200);
    expect(await claim(rosa, taken!)).toBe(200);
    expect(await claim(tom, taken!)).toBe(409);
    expect(await claim(tom, taken!, true)).toBe(200);

    // Their first batches leave in one moment.
    const both = gate(2);
    for (const page of [rosa, tom]) {
      await page.route(
        BATCH,
        async (route) => {
          await both();
          await route.continue();
        },
        { times: 1 },
      );
    }
    await Promise.all([hers.click(), his.click()]);
    await expect(result(rosa)).toBeVisible({ timeout: 60_000 });
    await expect(result(tom)).toBeVisible({ timeout: 60_000 });

    const ofRosa = (await decided(rosa)).map((one) => one.application_id);
    const ofTom = (await decided(tom)).map((one) => one.application_id);
    expect([...ofRosa, ...ofTom].sort(), 'each is decided by one of them').toEqual(all.map((one) => one.id).sort());
    expect(ofTom).toEqual(expect.arrayContaining([claimed!.id, taken!.id]));
    expect(ofRosa.length).toBeGreaterThan(0);
    await expect(line(rosa, 'Not decided, and why', claimed!)).toContainText('Tom Second');
    expect(mailbox.received.filter(({ subject }) => TOLD.test(subject)), 'nothing has left').toEqual([]);

    // One takes theirs back; the other's take effect.
    await press(rosa, 'Undo all of them');
    await expect(rosa.getByText(`${ofRosa.length} undone.`)).toBeVisible();
    await expect(tom.getByText(`${ofTom.length} took effect.`)).toBeVisible({ timeout: 120_000 });
    const returned = await lines(rosa, '?stage=returned&limit=100');
    expect(returned.map((one) => one.id).sort()).toEqual([...ofTom].sort());

    // What was undone waits as before, and is decided now.
    await rosa.getByRole('link', { name: 'Decide on these again' }).click();
    await press(rosa, SHOW);
    await press(rosa, `Reject ${ofRosa.length} ${ofRosa.length === 1 ? 'application' : 'applications'}`);
    await expect(rosa.getByText(`${ofRosa.length} took effect.`)).toBeVisible({ timeout: 120_000 });
    await axe(rosa);
    await shot(rosa, 'bulk-effect');
    expect(await lines(rosa, '?stage=identity&limit=100')).toEqual([]);
    const rejected = await lines(rosa, '?stage=decided&limit=100');
    expect(rejected.map((one) => one.id).sort()).toEqual([...ofRosa].sort());

    // Everybody is told once, of the decision that was taken on theirs.
    for (const [id, to] of addressOf) {
      const subject = ofTom.includes(id) ? /^Please change something/ : /^The decision on/;
      await mailbox.next({ to, subject });
    }
    const told = mailbox.received.filter(({ subject }) => TOLD.test(subject));
    expect(told.flatMap(({ to }) => to).sort()).toEqual([...addressOf.values()].sort());
  });
});
