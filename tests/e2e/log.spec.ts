import { insertAuditEntry } from '../../src/store/audit-entry.ts';
import { expect, test } from './support/test.ts';

test('an admin reads the log, narrows it, goes back in it and takes it away, without JavaScript', async ({ browser, world }) => {
  const company = await world.makeCompany();
  await world.publishAgreement(company);
  const entry = { companyId: company.id, actor: { kind: 'system' }, action: 'update-company-profile' };
  for (let index = 0; index < 120; index += 1)
    await insertAuditEntry(world.db, { ...entry, at: world.now(), detail: { name: `=Name ${index}` } });
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: world.baseUrl });
  await world.signIn(context, await world.makeMember(company, 'admin'));
  const page = await context.newPage();
  await page.goto(`/app/${company.slug}`);
  await page.getByRole('navigation', { name: company.name }).getByRole('link', { name: 'Log' }).click();
  const rows = page.locator('tbody tr');
  await expect(rows).toHaveCount(100);
  await expect(rows.first()).toContainText('Saved the company’s profile as “=Name 119”');
  await page.getByRole('link', { name: 'Show older' }).click();
  await expect(rows.filter({ hasText: 'Created the company' })).toHaveCount(1);

  await page.getByLabel('What', { exact: true }).selectOption('Publish agreement');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Published version 1 of the agreement');
  const narrowed = await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href');
  const csv = await (await context.request.get(`${world.baseUrl}${narrowed}`)).text();
  expect(csv.trim().split('\r\n')).toHaveLength(2);
  const whole = await context.request.get(`${world.baseUrl}/app/${company.slug}/log.csv`);
  expect(whole.headers()['content-type']).toContain('text/csv');
  expect((await whole.text()).split('\r\n').length).toBeGreaterThan(121);
  await context.close();
});

test('an editor does not see the log', async ({ page, world, context }) => {
  const company = await world.makeCompany();
  await world.signIn(context, await world.makeMember(company, 'editor'));
  await page.goto(`/app/${company.slug}`);
  await expect(page.getByRole('navigation', { name: company.name }).getByRole('link', { name: 'Log' })).toHaveCount(0);
  for (const place of ['log', 'log.csv'])
    expect((await page.request.get(`${world.baseUrl}/app/${company.slug}/${place}`)).status()).toBe(403);
});
