// Receipts are checked by anybody, in the page: the file goes nowhere.
import type { Page } from '@playwright/test';
import { expectBody } from './support/client.ts';
import { expect, test } from './support/fixtures.ts';
import { axe, shot } from './support/look.ts';
import { Server } from './support/server.ts';
import { signedIn } from './support/sweep.ts';

test.use({ command: 'demo' });

async function receiptOf(server: Server): Promise<Buffer> {
  const client = await signedIn(server, 'demo-credentialed');
  const list = expectBody<{ items: { receipt_url: string }[] }>(await client.get('/api/v1/signatures'), 200);
  const answer = await client.get(list.items[0]?.receipt_url ?? '');
  client.close();
  // The file is pretty JSON; written again, it is the same facts and the same signature.
  return Buffer.from(JSON.stringify(expectBody<object>(answer, 200), null, 2));
}

async function open(page: Page): Promise<void> {
  await page.goto('/receipts');
  await expect(page.getByLabel('The receipt', { exact: true })).toBeVisible();
}

async function choose(page: Page, buffer: Buffer, name = 'accede-receipt.json'): Promise<void> {
  await page.getByLabel('The receipt', { exact: true }).setInputFiles({ name, mimeType: 'application/json', buffer });
}

/** As a mouse drops it. */
async function drop(page: Page, buffer: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.json', { type: 'application/json' }));
    return transfer;
  }, buffer.toString());
  const zone = page.locator('.drop');
  await zone.dispatchEvent('dragover', { dataTransfer: transfer });
  await zone.dispatchEvent('drop', { dataTransfer: transfer });
}

test('a receipt is checked without an account, and is sent nowhere', async ({ page, server }) => {
  const receipt = await receiptOf(server);
  await open(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await choose(page, receipt);
  await expect(page.getByRole('heading', { name: 'The receipt is genuine' })).toBeVisible();
  const { key_id, payload } = JSON.parse(receipt.toString()) as { key_id: string; payload: Record<string, string> };
  const main = page.getByRole('main');
  for (const fact of [payload.typed_name!, payload.email!, payload.dataset_title!, payload.agreement_sha256!, key_id]) {
    await expect(main).toContainText(fact);
  }
  await page.getByText('The text that was signed').click();
  await expect(main).toContainText('By typing your full name and confirming, you sign electronically');
  await axe(page);
  await shot(page, 'receipt-genuine');

  const fails = (words: string) => expect(page.getByRole('alert')).toContainText(words);
  // One byte of one fact, and of the signature.
  await choose(page, Buffer.from(receipt.toString().replace(payload.typed_name!, `${payload.typed_name!.slice(0, -1)}x`)));
  await fails('This receipt was changed');
  await expect(main).not.toContainText(payload.email!);
  await axe(page);
  await drop(page, receipt);
  await expect(page.getByText('dropped.json')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'The receipt is genuine' })).toBeVisible();
  const { signature } = JSON.parse(receipt.toString()) as { signature: string };
  const other = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
  await choose(page, Buffer.from(receipt.toString().replace(signature, other)), 'other.json');
  await fails('This receipt was changed');
  await choose(page, Buffer.from('%PDF-1.7'), 'report.json');
  await fails('This is not a receipt');
  expect(asked, 'no file and nothing about it left the page').toEqual([]);
});

test('a receipt of another portal proves nothing here', async ({ page, mailbox }) => {
  const other = await Server.start({ command: 'demo', smtpPort: mailbox.port });
  const receipt = await receiptOf(other);
  await other.stop();
  await open(page);
  await choose(page, receipt);
  await expect(page.getByRole('alert')).toContainText('No key of this portal signed this receipt');
  await expect(page.getByRole('alert')).toContainText(other.origin);
  await axe(page);
});

test('a receipt holds after its key was replaced', async ({ page, server }) => {
  const receipt = await receiptOf(server);
  await server.run('keys', 'rotate', 'receipt');
  await server.restart('demo');
  await open(page);
  await choose(page, receipt);
  await expect(page.getByRole('heading', { name: 'The receipt is genuine' })).toBeVisible();
  await expect(page.getByText('The portal has a newer key since.')).toBeVisible();
});

test('a browser that cannot check says so, and how else', async ({ page, server }) => {
  const receipt = await receiptOf(server);
  await page.addInitScript(() => {
    SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('no Ed25519', 'NotSupportedError'));
  });
  await open(page);
  await choose(page, receipt);
  await expect(page.getByText('This browser cannot check receipts')).toBeVisible();
  await expect(page.getByText('accede receipt verify RECEIPT.json --keys accede-keys.json')).toBeVisible();
  await axe(page);
});

test('a receipt is chosen by keyboard', async ({ page, server }) => {
  const receipt = await receiptOf(server);
  await open(page);
  const input = page.getByLabel('The receipt', { exact: true });
  for (let stops = 0; stops < 40 && !(await input.evaluate((it) => it === document.activeElement)); stops += 1) {
    await page.keyboard.press('Tab');
  }
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: receipt });
  await expect(page.getByRole('heading', { name: 'The receipt is genuine' })).toBeVisible();
});
