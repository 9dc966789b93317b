import type { MonthFigure } from '../../src/domain/month/month-figures.ts';
import { readPeriod } from '../../src/domain/report/period.ts';
import { findLastMonth } from '../../src/domain/statement/due-months.ts';
import { computeMonth } from '../../src/server/publish-months.ts';
import { insertPublishedMonth } from '../../src/store/published-month.ts';
import { fillReported } from '../support/reported-company.ts';
import { expect, test } from './support/test.ts';

test('published months stand on the page and in the report with what they were computed by, and stay when today’s figures would be others', async ({
  world,
  page,
  context,
}) => {
  test.slow();
  const company = await world.makeCompany({ name: 'Nordwind' });
  await fillReported(world.db, company, world.now(), 70);
  const last = findLastMonth(company.timeZone, world.now());
  const answer = readPeriod(last, company.timeZone, world.now());
  if (!answer.ok) throw new Error(answer.problem);
  const span = { month: last, fromAt: answer.period.fromAt, toAt: answer.period.toAt };
  const computed = await computeMonth(world.db, { ...company, isStating: false }, span, '2026a', world.now());
  // As if by other rules: what was published has one breach less than the events of today come to.
  const promises = computed.promises.map((promise) =>
    promise.channel.kind === 'whatsapp' && promise.metric === 'first-response'
      ? { ...promise, met: promise.met + 1, breached: promise.breached - 1 }
      : promise,
  );
  await insertPublishedMonth(world.db, company.id, { ...computed, promises, rulesVersion: 0 });

  await page.goto(`/${company.slug}`);
  const months = page.getByRole('region', { name: 'Month by month' });
  await expect(months.getByRole('cell', { name: 'version 0' })).toBeVisible();
  await expect(months).toContainText('keep their figures');
  const { figures } = (await (await page.request.get(`/api/v1/companies/${company.slug}/months`)).json()).months[0] as {
    figures: MonthFigure[];
  };
  const first = figures.find(({ channelId, metric }) => channelId === 'whatsapp' && metric === 'first-response');
  if (first === undefined) throw new Error('The month has no such promise.');
  const decided = (first.met + first.breached).toLocaleString('en');
  await expect(months.getByRole('row', { name: /^WhatsApp, first answer/ })).toContainText(`of ${decided}`);

  await world.signIn(context, await world.makeMember(company, 'viewer'));
  const report = await context.newPage();
  await report.goto(`/app/${company.slug}/report?period=${last}`);
  await expect(report.getByText(/These figures were published on .*, computed by version 0 of/)).toBeVisible();
  await report.getByText('What is different').click();
  const row = report.getByRole('region', { name: 'Published, and counted today' }).getByRole('row', { name: /^WhatsApp, first answer/ });
  await expect(row).toContainText(`${first.breached} breached`);
  await expect(row).toContainText(`${first.breached + 1} breached`);
  for (const [width, colorScheme] of [
    [360, 'light'],
    [768, 'dark'],
    [1440, 'light'],
  ] as const) {
    for (const each of [page, report]) {
      await each.emulateMedia({ colorScheme });
      await each.setViewportSize({ width, height: 900 });
      expect(await each.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await months.screenshot({ path: test.info().outputPath(`months-${width}.png`) });
    await report.locator('#promises').screenshot({ path: test.info().outputPath(`report-${width}.png`) });
  }
});
