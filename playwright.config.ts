import { defineConfig } from '@playwright/test';

/** Browser tests. `npm run e2e` starts what they need and hands it over in the environment (tests/e2e/support/run.ts). */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  // A machine that is busy with something else can make one late; it is then told as flaky.
  retries: 1,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    baseURL: process.env.KEPT_E2E_URL ?? 'http://localhost:4321',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(process.env.KEPT_E2E_CHROMIUM ? { executablePath: process.env.KEPT_E2E_CHROMIUM } : {}),
      // Chromium refuses its sandbox to root; the pages under test are our own.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    },
  },
});
