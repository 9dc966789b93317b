import { randomInt } from 'node:crypto';
import { test as base } from '@playwright/test';
import { type OpenDatabase, openDatabase } from '../../../src/store/database.ts';
import { World } from './world.ts';

export { expect } from '@playwright/test';

interface TestFixtures {
  /** Makes people, companies, agreements and events beside the running product. */
  world: World;
}

/**
 * `test` for everything in tests/e2e: with a world of its own, and a client address of its own, so that rate limits count
 * apart. It fails when the browser reported an error, such as a script that the content security policy stopped.
 */
export const test = base.extend<TestFixtures, { database: OpenDatabase }>({
  database: [
    // Playwright reads from the pattern which fixtures are asked for, and accepts no other form.
    async ({ browserName: _ }, use) => {
      const database = await openDatabase({ databaseUrl: getGiven('KEPT_E2E_DATABASE'), dataDir: '' });
      await use(database);
      await database.close();
    },
    { scope: 'worker' },
  ],
  extraHTTPHeaders: async ({ extraHTTPHeaders }, use) => {
    await use({ ...extraHTTPHeaders, 'X-Forwarded-For': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}` });
  },
  world: async ({ database, baseURL }, use) => {
    await use(new World({ db: database.db, baseUrl: baseURL ?? '', dataDir: getGiven('KEPT_E2E_DATA') }));
  },
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('console', (message) => {
      // A page that answers 404 or 422 is reported here too, which is no error of the page.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await use(page);
    base.expect(errors, 'errors in the browser').toEqual([]);
  },
});

function getGiven(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set. Run browser tests with: npm run e2e -- tests/e2e/….spec.ts`);
  return value;
}
