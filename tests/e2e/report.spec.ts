import { fillReported } from '../support/reported-company.ts';
import { expect, test } from './support/test.ts';

const SHOTS = process.env['SHOTS'];

test('look', async ({ page, world, context }) => {
  test.setTimeout(180_000);
  const company = await world.makeCompany({ name: 'Nordwind Airlines' });
  await fillReported(world.db, company, world.now(), Number(process.env['DAYS'] ?? 60));
  await world.signIn(context, await world.makeMember(company, 'viewer'));
  await page.goto(`/app/${company.slug}/report`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Are we keeping our word?');
  if (SHOTS === undefined) return;
  for (const query of ['', '?period=2026-q4', '?period=2026', '?period=2026-10']) {
    await page.goto(`/app/${company.slug}/report${query}`);
    for (const width of [360, 768, 1440]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        if (query !== '' && (width !== 1440 || colorScheme === 'dark')) continue;
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${SHOTS}/report${query.replace(/\W/g, '-')}-${width}-${colorScheme}.png`, fullPage: true });
      }
    }
  }
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  await page.goto(`/app/${company.slug}/report?period=2026-q4`);
  await page.pdf({ path: `${SHOTS}/report.pdf`, format: 'A4', preferCSSPageSize: true });
});
