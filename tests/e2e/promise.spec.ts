import { fillLively } from '../support/lively-company.ts';
import { expect, test } from './support/test.ts';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('an editor sees what could be promised, tries a target, and uses one in a draft', async ({ page, world }) => {
      const company = await world.makeCompany();
      await fillLively(world.db, company, world.now(), 70);
      const editor = await world.makeMember(company, 'editor');
      await world.signIn(page.context(), editor);
      await page.goto(`/app/${company.slug}/report`);
      await page.getByRole('link', { name: 'What could we promise?' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('What could we promise?');
      await expect(page.getByText(/You could have promised/)).toBeVisible();
      await expect(page.getByRole('heading', { level: 2, name: 'X', exact: true })).toBeVisible();

      await page.getByLabel('Target to try').fill('half');
      await page.getByRole('button', { name: 'Try' }).click();
      await expect(page.getByText('Write a number that gives whole seconds')).toBeVisible();
      await expect(page.getByLabel('Target to try')).toHaveValue('half');
      await page.getByLabel('Target to try').fill('1');
      await page.getByLabel('Unit').selectOption('minutes');
      await page.getByRole('button', { name: 'Try' }).click();
      await expect(page.getByText(/Within 1 minute: .* more would have had to be answered in time/)).toBeVisible();

      const row = page.getByRole('row', { name: /Monday to Saturday 08:00 to 20:00/ });
      await row.getByRole('button', { name: /^Use this/ }).click();
      await expect(page).toHaveURL(/\/agreement\?done=saved$/);
      await expect(page.locator('form#draft')).toContainText('Monday to Saturday 08:00 to 20:00');
    });
  });
}

test('a viewer sees the same and uses nothing; a stranger sees nothing', async ({ page, world }) => {
  const company = await world.makeCompany();
  await fillLively(world.db, company, world.now(), 70);
  await world.signIn(page.context(), await world.makeMember(company, 'viewer'));
  await page.goto(`/app/${company.slug}/report/promise`);
  await expect(page.getByText(/You could have promised/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Use this/ })).toHaveCount(0);
  await world.signIn(page.context(), await world.makePerson());
  expect((await page.goto(`/app/${company.slug}/report/promise`))?.status()).toBe(404);
});

test('before anything is promised there is nothing to learn from', async ({ page, world }) => {
  const company = await world.makeCompany();
  await world.signIn(page.context(), company.owner);
  await page.goto(`/app/${company.slug}/report/promise`);
  await expect(page.getByText('There is nothing to learn from yet')).toBeVisible();
});
