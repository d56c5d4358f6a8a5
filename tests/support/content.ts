// The texts of a portal, in a folder of a test's own: with further versions, as an operator installs them.
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from './fixtures.ts';

const OWN = new URL('../../crates/content/data/', import.meta.url).pathname;
const DAY_MS = 24 * 3600 * 1000;

/** A day so many days from today, in UTC, as files of the content write it. */
export function day(from: number): string {
  return new Date(Date.now() + from * DAY_MS).toISOString().slice(0, 10);
}

export interface NewVersion {
  /** The folder with the list of versions: `documents/terms`, `datasets/mimiciv`. */
  of: string;
  version: string;
  /** Further lines of its entry, in TOML. */
  entry: readonly string[];
  /** Words of version 1.0, and what stands in their place. */
  words: readonly [string, string];
}

export class Content {
  private constructor(readonly folder: string) {}

  static async own(): Promise<Content> {
    const folder = await mkdtemp(join(tmpdir(), 'accede-content-'));
    for (const part of ['datasets', 'documents']) {
      await cp(join(OWN, part), join(folder, part), { recursive: true });
    }
    return new Content(folder);
  }

  /** Adds a version that is newer than all that are there. It is read when the portal starts again. */
  async add({ of, version, entry, words: [old, now] }: NewVersion): Promise<void> {
    const isDataset = of.startsWith('datasets/');
    const texts = join(this.folder, of, isDataset ? 'agreement' : '.');
    const text = await readFile(join(texts, '1.0.md'), 'utf8');
    if (!text.includes(old)) {
      throw new Error(`${of} does not say ${old}`);
    }
    const changed = text.replace(old, now);
    await writeFile(join(texts, `${version}.md`), changed);
    const sha256 = createHash('sha256').update(changed).digest('hex');
    const list = join(this.folder, of, isDataset ? 'dataset.toml' : 'document.toml');
    const head = isDataset ? '[[agreements]]' : '[[versions]]';
    const lines = [head, `version = "${version}"`, `sha256 = "${sha256}"`, ...entry, '', head];
    const before = await readFile(list, 'utf8');
    await writeFile(list, before.replace(head, lines.join('\n')));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** Tests whose portal has texts of its own. */
export const test = base.extend<{ content: Content }>({
  content: async ({}, use) => {
    const content = await Content.own();
    await use(content);
    await content.remove();
  },

  settings: async ({ content }, use) => use({ ACCEDE_CONTENT_DIR: content.folder }),
});

export { expect } from '@playwright/test';
