import { expect, test } from './support/test.ts';

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a file is looked at, checked, imported, and listed with its counts', async ({ page, context, world }) => {
      const company = await world.makeCompany();
      const { channels } = await world.publishAgreement(company);
      await world.signIn(context, company.owner);
      await page.goto(`/app/${company.slug}/import`);
      const now = world.now();
      const file = `Ticket;Created at;First response at;Channel
1;${at(now)};${at(now)};${channels[0]?.id}
2;${at(now)};;${channels[0]?.id}
3;last week;;${channels[0]?.id}
`;
      await page.getByLabel('File').setInputFiles({ name: 'tickets.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
      await page.getByRole('button', { name: 'Upload and look at it' }).click();
      await expect(page.getByRole('heading', { name: 'tickets.csv' })).toBeVisible();
      await expect(page.getByRole('cell', { name: 'last week' })).toBeVisible();

      await page.getByRole('button', { name: /Check/ }).click();
      await expect(page.getByRole('heading', { name: 'Some rows would be refused' })).toBeVisible();
      await expect(page.getByText(/“last week” is no time/)).toBeVisible();
      await page.getByRole('button', { name: /Import|Start/ }).click();
      // The page looks again by itself while the import is under way.
      await expect(page.getByText('The import is done.')).toBeVisible({ timeout: 20_000 });
      await expect(page.getByText('3 events recorded, 0 were known before, 1 refused')).toBeVisible();
      await page.goto(`/app/${company.slug}/import`);
      await expect(page.getByRole('row', { name: /tickets\.csv .* done 3 0 1/ })).toBeVisible();
    });

    test('what is no CSV file is refused with the reason, once', async ({ page, context, world }) => {
      const company = await world.makeCompany();
      await world.signIn(context, company.owner);
      await page.goto(`/app/${company.slug}/import`);
      await page.getByLabel('File').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('PK\u0003\u0004') });
      await page.getByRole('button', { name: 'Upload and look at it' }).click();
      await expect(page.getByText('This is a spreadsheet or an archive, not CSV.')).toBeVisible();
      await page.reload();
      await expect(page.getByText('This is a spreadsheet or an archive, not CSV.')).toHaveCount(0);
    });
  });
}
