import { fillLively } from '../support/lively-company.ts';
import { expect, test } from './support/test.ts';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a viewer sees what to expect, with the error on the past', async ({ page, world }) => {
      const company = await world.makeCompany();
      await fillLively(world.db, company, world.now(), 120);
      await world.signIn(page.context(), await world.makeMember(company, 'viewer'));
      await page.goto(`/app/${company.slug}/report`);
      await page.getByRole('link', { name: 'The next four weeks' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('The next four weeks');
      await expect(page.getByText(/this forecast was off by .* messages an hour on average/)).toBeVisible();
      const weeks = page.getByRole('region', { name: /^The next four weeks/ });
      await expect(weeks.getByRole('row')).toHaveCount(5);
      await page.getByText('Messages, hour by hour').click();
      await expect(page.getByRole('region', { name: 'Messages expected in each hour of a week' }).getByRole('row')).toHaveCount(25);
    });
  });
}

test('of one month nothing is forecast, and why is said', async ({ page, world }) => {
  const company = await world.makeCompany();
  await fillLively(world.db, company, world.now(), 30);
  await world.signIn(page.context(), company.owner);
  await page.goto(`/app/${company.slug}/report/forecast`);
  await expect(page.getByText(/no forecast yet/)).toHaveCount(2);
  await expect(page.getByRole('region', { name: /^The next four weeks/ })).toHaveCount(0);
});

test('a stranger sees nothing, and before anything is promised there is nothing to forecast', async ({ page, world }) => {
  const company = await world.makeCompany();
  await world.signIn(page.context(), company.owner);
  await page.goto(`/app/${company.slug}/report/forecast`);
  await expect(page.getByText('There is nothing to forecast yet')).toBeVisible();
  await world.signIn(page.context(), await world.makePerson());
  expect((await page.goto(`/app/${company.slug}/report/forecast`))?.status()).toBe(404);
});
