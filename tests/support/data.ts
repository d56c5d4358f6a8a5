// Getting at a dataset's files in every way there is, and being refused.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { axe } from './look.ts';
import { digests, unzip } from './papers.ts';
import { fill, press } from './people.ts';
import type { Server } from './server.ts';

const FILES = '/files/mimiciv/3.1/';
const ONE = 'hosp/patients.csv';

export type Files = Map<string, string>;

/** Files of a dataset as an operator has them before importing, written below `folder`. */
export async function folderOfFiles(folder: string): Promise<{ path: string; files: Files }> {
  const files: Files = new Map([
    ['LICENSE.txt', 'For tests only.\n'],
    [ONE, 'subject_id,anchor_age\n10000001,52\n'],
  ]);
  const path = join(folder, 'source');
  for (const [name, text] of files) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, files };
}

/** By the session of this browser, as a program asks: no navigation. */
async function status(page: Page, path: string): Promise<number> {
  return (await page.request.get(path)).status();
}

export async function expectAccess(page: Page): Promise<void> {
  expect(await status(page, FILES + ONE)).toBe(200);
}

export async function expectNoAccess(page: Page): Promise<void> {
  for (const path of [FILES, FILES + ONE, `${FILES}SHA256SUMS.txt`, '/files/mimiciv/mimiciv-3.1.zip']) {
    expect(await status(page, path), path).toBe(403);
  }
}

/** Each file's bytes against its digest in the list, and against what was imported. */
function expectWhole(arrived: Map<string, Buffer>, sums: string, files: Files): void {
  const expected = digests(sums);
  expect([...expected.keys()].sort()).toEqual([...files.keys()].sort());
  for (const [name, text] of files) {
    const bytes = arrived.get(name);
    expect(bytes?.toString(), name).toBe(text);
    expect(createHash('sha256').update(bytes ?? '').digest('hex'), name).toBe(expected.get(name));
  }
}

/** Downloads the ZIP by its button and reads every entry. */
export async function readZip(page: Page, files: Files): Promise<void> {
  await page.goto('/datasets/mimiciv');
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: /^Download the ZIP file/ }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('mimiciv-3.1.zip');
  const entries = unzip(await readFile(await download.path()));
  const sums = await (await page.request.get(`${FILES}SHA256SUMS.txt`)).text();
  expectWhole(entries, sums, files);
}

/** Makes a token, runs the command of the page with it below `folder`, and checks what arrived. Gives the arguments. */
export async function fetchByWget(page: Page, files: Files, folder: string): Promise<string[]> {
  await page.goto('/account/tokens');
  await fill(page, { Name: 'lab workstation' });
  await press(page, 'Make a token');
  const token = await page.locator('.secret code').innerText();
  await axe(page);
  await page.goto('/datasets/mimiciv');
  const [program, ...words] = (await page.locator('pre code').innerText()).split(/\s+/);
  expect(program).toBe('wget');
  expect(words).toContain('ada-miller');
  // The test gives the password where a person would be asked for it.
  const args = words.flatMap((word) => (word === '--ask-password' ? ['--password', token] : [word]));
  await wget(args, folder);
  const root = join(folder, new URL(page.url()).host, FILES);
  const arrived = new Map<string, Buffer>();
  for (const name of files.keys()) {
    arrived.set(name, await readFile(join(root, name)));
  }
  expectWhole(arrived, await readFile(join(root, 'SHA256SUMS.txt'), 'utf8'), files);
  return args;
}

/** The same command again: the server says no. */
export async function expectWgetRefused(args: string[], folder: string): Promise<void> {
  // 8: the server issued an error response.
  await expect(wget(args, folder)).rejects.toMatchObject({ code: 8 });
}

/** Nothing of the machine's own settings; a proxy would not know the server. */
async function wget(args: string[], folder: string): Promise<void> {
  await promisify(execFile)('wget', ['--no-config', '--no-proxy', '--tries=1', ...args], { cwd: folder });
}

/** What `accede receipt verify` says of it, with the keys that are published; and of a forged one. */
export async function verifyReceipt(server: Server, receipt: Buffer, folder: string): Promise<void> {
  const keys = await (await fetch(`${server.origin}/.well-known/accede-keys.json`)).text();
  await writeFile(join(folder, 'keys.json'), keys);
  const verify = async (bytes: Buffer) => {
    await writeFile(join(folder, 'receipt.json'), bytes);
    await server.run('receipt', 'verify', join(folder, 'receipt.json'), '--keys', join(folder, 'keys.json'));
  };
  await verify(receipt);
  const forged = Buffer.from(receipt.toString().replace('Ada Miller', 'Eve Miller'));
  expect(forged).not.toEqual(receipt);
  await expect(verify(forged)).rejects.toThrow();
}
