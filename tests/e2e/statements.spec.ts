import { execFile } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { promisify } from 'node:util';
import { signDueStatements } from '../../src/server/sign-statements.ts';
import { findStatementKey } from '../../src/server/statement-key.ts';
import { verifyStatement } from '../../src/server/verify-statement.ts';
import { expect, test } from './support/test.ts';

const DAY = 86_400;
/** By then the month before today's has been over for seven days, wherever in a month today is. */
const LATER = 8 * DAY;

test('an admin chooses signed statements, and everybody can read and check them, with and without scripts', async ({
  world,
  page,
  browser,
}) => {
  const company = await world.makeCompany({ name: 'Acme Repairs' });
  await world.publishAgreement(company);
  await world.signIn(page.context(), await world.makeMember(company, 'admin'));
  await page.goto(`/app/${company.slug}/settings`);
  await page.getByLabel('Publish a signed statement of every month').check();
  await page.getByRole('region', { name: 'Signed monthly statements' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toHaveText(/Your choice was saved/);
  await expect(page.getByLabel('Publish a signed statement of every month')).toBeChecked();

  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const key = findStatementKey({ dataDir: world.dataDir, databaseUrl: undefined, statementKey: pem });
  if (key === undefined) throw new Error('There is no key.');
  await signDueStatements({ db: world.db, issuer: world.baseUrl, timeZoneData: '2026a', key: () => key }, world.now() + LATER);

  const reader = await browser.newPage({ javaScriptEnabled: false, baseURL: world.baseUrl });
  await reader.goto(`/${company.slug}`);
  const months = reader.getByRole('region', { name: 'Month by month' });
  await expect(months.getByRole('rowheader', { name: 'Published' })).toBeVisible();
  await expect(months.getByRole('cell', { name: 'version 1' }).first()).toBeVisible();
  await expect(months.getByRole('link', { name: /^\d{4}-\d{2}$/ }).first()).toHaveAttribute('href', /\/statements\/\d{4}-\d{2}$/);
  await reader.getByRole('link', { name: 'Signed monthly statements' }).click();
  await reader
    .getByRole('link', { name: /^\d{4}-\d{2}$/ })
    .first()
    .click();
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText(/^Statement of \d{4}-\d{2}$/);
  await expect(reader.getByText(/^sha256:[0-9a-f]{64}$/)).toBeVisible();
  const answer = await reader.request.get(`${reader.url()}.json`);
  expect(answer.headers()['content-type']).toBe('application/json');
  const checked = verifyStatement(await answer.text(), createPublicKey(key.privateKey), 'the test');
  expect(checked.lines.filter((line) => line.startsWith('BAD'))).toEqual([]);
  const keys = (await (await reader.request.get('/.well-known/kept-statement-keys.json')).json()).keys as { kid: string }[];
  expect(keys.map(({ kid }) => kid)).toContain(key.published.kid);
  // The product signs with another key by now: the program finds the right one among those that stay published.
  const program = await promisify(execFile)(process.execPath, ['src/server/verify-statement.ts', `${reader.url()}.json`]);
  expect(program.stdout).toContain('The statement is good.');
  for (const width of [360, 768, 1440]) {
    await reader.setViewportSize({ width, height: 900 });
    expect(await reader.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await reader.screenshot({ path: test.info().outputPath('statement.png'), fullPage: true });
  expect((await reader.goto(`/${company.slug}/statements/2019-01`))?.status()).toBe(404);
  await reader.close();
});
