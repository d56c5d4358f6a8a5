// The built page against the built server, in Debian's Chromium, on SQLite, and on PostgreSQL where that could matter.
import { defineConfig } from '@playwright/test';
import type { Options } from './support/fixtures.ts';

const ROOT = new URL('..', import.meta.url).pathname;

export default defineConfig<Options>({
  testDir: '.',
  outputDir: `${ROOT}/test-results/browser`,
  fullyParallel: true,
  workers: 2,
  // A test that passes the second time is a failing test.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Generous, because a loaded machine is slow: what is late fails by its own wait first.
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: `${ROOT}/test-results/browser.json` }]],
  use: {
    browserName: 'chromium',
    // A fixed place and language, so that times and sorting read the same on every machine.
    locale: 'en-GB',
    timezoneId: 'America/New_York',
    viewport: { width: 1280, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      // Chromium's own sandbox does not start as root; the rest keeps it from calling home.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'sqlite', use: { database: 'sqlite' } },
    // What only looks at pages, or at what stays in the browser, is the same on every database.
    { name: 'postgres', use: { database: 'postgres' }, testIgnore: /(gallery|home|pages.*|lossless.*|versions|lookalike|fifty|training|receipts)\.spec\.ts$/ },
  ],
});
