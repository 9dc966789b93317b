import type { Browser } from '@playwright/test';
import { fillReported } from '../support/reported-company.ts';
import { expect, test } from './support/test.ts';

/** A browser that knows nobody here. */
const openElsewhere = async (browser: Browser) => {
  const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  return { context, page: await context.newPage() };
};

test('an admin shares one report; who has the link reads it and nothing else, until it is taken back', async ({
  page,
  world,
  context,
  browser,
}) => {
  const company = await world.makeCompany({ name: 'Nordwind' });
  await fillReported(world.db, company, world.now(), 40);
  await world.signIn(context, await world.makeMember(company, 'admin'));
  await page.goto(`/app/${company.slug}/report`);
  await page.getByText('Other days or channels').click();
  for (const name of ['WhatsApp', 'Web form']) await page.getByLabel(name).uncheck();
  await page.getByRole('button', { name: 'Show' }).click();
  const rows = await page.locator('tr[data-promise]').allInnerTexts();
  await page.getByRole('link', { name: 'Share', exact: true }).click();
  await expect(page.getByText('There is none.')).toBeVisible();
  await page.getByLabel('Who it is for').fill('Board');
  await page.getByLabel('Works for').selectOption('30 days');
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.locator('[data-secret]').innerText();
  await page.reload();
  await expect(page.locator('[data-secret]')).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Board/ })).toContainText('never');

  const reader = await openElsewhere(browser);
  const response = await reader.page.goto(link);
  expect(response?.status()).toBe(200);
  expect(response?.headers()).toMatchObject({
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-store',
    'x-robots-tag': 'noindex',
  });
  await expect(reader.page.locator('meta[name="robots"]')).toHaveAttribute('content', 'noindex');
  expect(await reader.page.locator('tr[data-promise]').allInnerTexts()).toHaveLength(rows.length);

  expect(await reader.page.locator('a[href^="/app"], a[href^="/sign"], a[href^="/account"]').count()).toBe(0);
  expect(await reader.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await reader.page.content()).not.toContain('WhatsApp');

  for (const [format, type] of [
    ['xlsx', 'spreadsheetml'],
    ['csv', 'text/csv'],
    ['pdf', 'application/pdf'],
  ] as const) {
    const file = await reader.context.request.get(link.replace('/shared?', `/shared/report.${format}?`));
    expect(file.status(), format).toBe(200);
    expect(file.headers()['content-type']).toContain(type);
    expect(file.headers()['cache-control']).toBe('private, no-store');
    if (format === 'csv') {
      const own = await context.request.get(`/app/${company.slug}/report.csv?${new URL(page.url()).searchParams}`);
      expect(await file.text()).toBe(await own.text());
    }
  }
  expect((await reader.context.request.get(`/app/${company.slug}/report`, { maxRedirects: 0 })).status()).toBe(303);

  await page.reload();
  await expect(page.getByRole('row', { name: /Board/ })).not.toContainText('never');
  await page.getByRole('button', { name: /^Take back the link to .* for Board$/ }).click();
  await expect(page.getByRole('status')).toContainText('The link was taken back');
  for (const gone of [
    link,
    link.replace('/shared?', '/shared/report.csv?'),
    link.replace('/shared?', '/shared/report.pdf?'),
    link.slice(0, -3),
  ]) {
    const answer = await reader.page.goto(gone);
    expect(answer?.status()).toBe(410);
    await expect(reader.page.getByRole('heading', { level: 1 })).toHaveText('This link opens no report.');
  }
  await reader.context.close();
});

test('only an admin makes links', async ({ page, world, context }) => {
  const company = await world.makeCompany();
  await world.publishAgreement(company);
  await world.signIn(context, await world.makeMember(company, 'editor'));
  await page.goto(`/app/${company.slug}/report`);
  await expect(page.getByRole('link', { name: 'Share', exact: true })).toHaveCount(0);
  expect((await page.goto(`/app/${company.slug}/report/share`))?.status()).toBe(403);
});
