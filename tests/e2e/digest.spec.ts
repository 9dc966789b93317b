import { fillReported } from '../support/reported-company.ts';
import { expect, test } from './support/test.ts';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('a viewer chooses the digests, has one sent, and unsubscribes by its link without being signed in', async ({
      world,
      page,
      browser,
    }) => {
      const company = await world.makeCompany({ name: 'Acme Repairs' });
      await fillReported(world.db, company, world.now(), 40);
      const viewer = await world.makeMember(company, 'viewer');
      await world.signIn(page.context(), viewer);
      await page.goto(`/app/${company.slug}/report`);
      await page.getByRole('link', { name: 'By mail every week or month' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'The report by mail' })).toBeVisible();
      const weekly = page.getByLabel('Every week, on Monday morning');
      const monthly = page.getByLabel('Every month, on the morning of the first');
      await expect(weekly).not.toBeChecked();
      await expect(monthly).not.toBeChecked();
      await weekly.check();
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('status')).toHaveText('Your choice was saved.');
      await expect(weekly).toBeChecked();
      await expect(monthly).not.toBeChecked();
      for (const width of [360, 768, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
      await page.screenshot({ path: test.info().outputPath('choice.png'), fullPage: true });

      await page.getByRole('button', { name: /^Send me this one now.*weekly/ }).click();
      await expect(page.getByRole('status')).toHaveText(`The digest is on its way to ${viewer.email}.`);
      const mail = await world.lastMailTo(viewer.email);
      expect(mail.text).toContain('EVERY PROMISE');
      const link = /^Unsubscribe: (\S+)$/m.exec(mail.text)?.[1] ?? '';

      await page.goto('/account');
      await expect(page.getByRole('region', { name: 'Digests by mail' }).getByRole('listitem')).toHaveText(
        /Acme Repairs\s*weekly\s*Choose/,
      );

      const reader = await browser.newPage({ javaScriptEnabled });
      await reader.goto(link);
      await expect(reader.getByRole('heading', { level: 1 })).toHaveText('Unsubscribe from the digests of Acme Repairs?');
      for (const [shown, name] of [
        [reader, 'unsubscribe'],
        [page, 'account'],
      ] as const) {
        await shown.setViewportSize({ width: 360, height: 900 });
        expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
        await shown.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });
      }
      // To open the link changed nothing.
      await page.reload();
      await expect(page.getByRole('region', { name: 'Digests by mail' }).getByRole('listitem')).toHaveText(/weekly/);
      await reader.getByRole('button', { name: 'Unsubscribe' }).click();
      await expect(reader.getByRole('heading', { level: 1 })).toHaveText('You get no digests of Acme Repairs.');
      await page.reload();
      await expect(page.getByRole('region', { name: 'Digests by mail' }).getByRole('listitem')).toHaveText(/Acme Repairs\s*none\s*Choose/);
      expect((await reader.goto(`${link}x`))?.status()).toBe(410);
      await reader.close();
    });
  });
}

test('the digest can be looked at in the browser, narrow and wide, light and dark', async ({ world, page }) => {
  const company = await world.makeCompany({ name: 'Acme Repairs' });
  await fillReported(world.db, company, world.now(), 60);
  await world.signIn(page.context(), company.owner);
  for (const kind of ['weekly', 'monthly']) {
    await page.goto(`/app/${company.slug}/report/digest`);
    await page.getByRole('link', { name: `Open the ${kind} digest here` }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Acme Repairs');
    const heading = await page.getByRole('heading', { level: 1 }).textContent();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [360, 768]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const loaded = await page.locator('img').evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth));
        expect(loaded.length).toBeGreaterThan(4);
        expect(loaded.every((size) => size > 0)).toBe(true);
        await page.screenshot({ path: test.info().outputPath(`${kind}-${colorScheme}-${width}.png`), fullPage: true });
      }
    }
    const href = await page.getByRole('link', { name: 'Open the whole report' }).getAttribute('href');
    await page.goto(href ?? '');
    await expect(page.locator('.sentence').first()).toHaveText(heading ?? '');
  }
});

test('a stranger finds no digest of a company', async ({ world, page }) => {
  const company = await world.makeCompany();
  await world.signIn(page.context(), await world.makePerson());
  for (const path of ['digest', 'digest-preview?kind=weekly'])
    expect((await page.goto(`/app/${company.slug}/report/${path}`))?.status()).toBe(404);
});
