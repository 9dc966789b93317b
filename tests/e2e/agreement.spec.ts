import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';
import type { OwnedCompany, World } from './support/world.ts';

/** Presses a button of the bar at the foot of the draft. */
const press = (page: Page, name: 'Save' | 'Preview' | 'Go on to publish') =>
  page.locator('form#draft').getByRole('button', { name, exact: true }).last().click();

async function begin(page: Page, world: World): Promise<OwnedCompany> {
  const company = await world.makeCompany();
  await world.signIn(page.context(), company.owner);
  await page.goto(`/app/${company.slug}/agreement`);
  return company;
}

async function chooseTemplate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start with “Small business”' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your draft');
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('from a new company to a published agreement, by the forms alone', async ({ page, world }) => {
      test.slow();
      const company = await begin(page, world);
      await chooseTemplate(page);

      await page.getByLabel('Kind of the new channel').selectOption({ label: 'Live chat' });
      await page.getByRole('button', { name: 'Add this channel' }).click();
      await expect(page.getByRole('heading', { name: 'Live chat' })).toBeVisible();
      await page.locator('#channels-1-about summary').click();
      await page.getByRole('button', { name: /^Remove WhatsApp/ }).click();
      await expect(page.getByRole('heading', { name: 'WhatsApp' })).toHaveCount(0);

      await press(page, 'Go on to publish');
      await expect(page.getByText('4 things are missing before you can publish')).toBeVisible();
      await page.locator('[name="channels.0.handle"]').fill('care@example.com');
      await page.locator('[name="channels.1.handle"]').fill('on every page of example.com');
      await page.locator('[name="channels.1.purpose"]').fill('Short questions.');
      await page.getByLabel('How to reach it').fill('care@example.com');

      await page.locator('#calendars-0-holidays summary').click();
      await page.getByRole('button', { name: 'Propose holidays' }).click();
      await page.getByLabel('Region').selectOption('BY');
      await page.getByRole('button', { name: 'Propose again' }).click();
      await expect(page.getByLabel(/Epiphany/).first()).toBeChecked();
      await page.getByRole('button', { name: 'Add the ticked days' }).click();
      await expect(page.locator('[name="calendars.0.rules.holidays"]')).toHaveValue(/Epiphany/);

      await press(page, 'Preview');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Preview of your page');
      await expect(page.getByText('A person answers within 8 working hours, 9 of 10 times').first()).toBeVisible();
      await page.getByRole('link', { name: 'Go on to publish' }).click();
      await expect(page.getByText('At once:')).toBeVisible();
      await page.getByRole('button', { name: 'Publish now' }).click();
      await expect(page.getByText('Published.')).toBeVisible();

      await page.goto(`/${company.slug}/versions/1`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Agreement, version 1');
      await expect(page.getByText('on every page of example.com')).toBeVisible();
    });

    test('what cannot be read is said beside its field, and all that was typed stays', async ({ page, world }) => {
      test.slow();
      await begin(page, world);
      await chooseTemplate(page);
      await page.locator('[name="channels.0.handle"]').fill('kept@example.com');
      await page.locator('#calendars-0-week summary').click();
      const monday = page.getByRole('textbox', { name: 'Monday' });
      await monday.fill('nine to five');
      await press(page, 'Save');

      await expect(page.getByRole('alert')).toContainText('nothing was saved');
      await expect(monday).toHaveAccessibleDescription(/“nine to five” is not a time range/);
      await expect(monday).toHaveValue('nine to five');
      await expect(page.locator('[name="channels.0.handle"]')).toHaveValue('kept@example.com');
      await monday.fill('9-12, 13-17');
      await press(page, 'Save');
      await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
      await page.locator('#calendars-0-week summary').click();
      await expect(page.getByRole('textbox', { name: 'Monday' })).toHaveValue('09:00–12:00, 13:00–17:00');
    });
  });
}

test('the words beside a promise follow what is typed', async ({ page, world }) => {
  await begin(page, world);
  await chooseTemplate(page);
  await page.locator('#commitments-0-fold summary').click();
  await page.locator('[name="commitments.0.targetSeconds"]').fill('2');
  await expect(page.locator('[data-words="commitments.0"]')).toContainText('within 2 working hours');
  await expect(page.getByText('Not saved yet')).toBeVisible();
});

test('of two members who edit at once neither loses anything', async ({ page, world, browser, baseURL }) => {
  test.slow();
  const company = await begin(page, world);
  await chooseTemplate(page);
  const editor = await world.makeMember(company, 'editor');
  const context = await browser.newContext({ baseURL: baseURL ?? '' });
  await world.signIn(context, editor);
  const other = await context.newPage();
  await other.goto(`/app/${company.slug}/agreement`);

  await other.getByLabel('Office or role').fill('The workshop');
  await press(other, 'Save');
  await expect(other.getByText('Saved.', { exact: true })).toBeVisible();
  await page.locator('[name="channels.0.handle"]').fill('care@example.com');
  await press(page, 'Save');
  await expect(page.getByText('together with what somebody else had saved')).toBeVisible();
  await expect(page.getByLabel('Office or role')).toHaveValue('The workshop');

  await other.getByLabel('Office or role').fill('The forge');
  await press(other, 'Save');
  await expect(other.getByText('Saved', { exact: false }).first()).toBeVisible();
  await page.getByLabel('Office or role').fill('The yard');
  await press(page, 'Save');
  await expect(page.getByRole('alert')).toContainText('Somebody saved this draft');
  await expect(page.getByLabel('Office or role')).toHaveValue('The yard');
  await expect(page.locator('del', { hasText: 'The forge' })).toBeVisible();
  await press(page, 'Save');
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  await context.close();
});

test('a weakening says so, and is announced for the end of the notice period', async ({ page, world }) => {
  const company = await begin(page, world);
  await world.publishAgreement(company);
  await page.reload();
  await page.getByRole('button', { name: 'Start from version 1' }).click();
  await page.locator('#commitments-0-fold summary').click();
  await page.locator('[name="commitments.0.targetSeconds"]').fill('12');
  await press(page, 'Go on to publish');
  await expect(page.getByText('In this you promise less than before')).toBeVisible();
  await expect(page.getByText('which gives 30 days of notice')).toBeVisible();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.getByText('Published.')).toBeVisible();

  await page.goto(`/${company.slug}/versions/compare?from=1&to=2`);
  await expect(page.locator('del', { hasText: '8 working hours' })).toBeVisible();
  await expect(page.locator('ins', { hasText: '12 working hours' })).toBeVisible();
  await page.goto(`/${company.slug}/versions/1`);
  await expect(page.getByText('In force since')).toBeVisible();
});

test('an editor writes and does not publish; an agent reads the preview', async ({ page, world }) => {
  const company = await world.makeCompany();
  const editor = await world.makeMember(company, 'editor');
  await world.signIn(page.context(), editor);
  await page.goto(`/app/${company.slug}/agreement`);
  await chooseTemplate(page);
  for (const index of [0, 1]) await page.locator(`[name="channels.${index}.handle"]`).fill('care@example.com');
  await page.getByLabel('How to reach it').fill('care@example.com');
  await press(page, 'Go on to publish');
  await expect(page.getByText('An owner or admin publishes')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Publish now' })).toHaveCount(0);

  await page.context().clearCookies();
  await world.signIn(page.context(), await world.makeMember(company, 'agent'));
  await page.goto(`/app/${company.slug}/agreement`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Preview of your page');
});

test('versions that are not there are not found, and those that are may be kept by nobody unasked', async ({ world, request }) => {
  const company = await world.makeCompany();
  await world.publishAgreement(company);
  for (const [path, status] of [
    ['versions', 200],
    ['versions/1', 200],
    ['versions/compare', 200],
    ['versions/2', 404],
    ['versions/01', 404],
    ['versions/latest', 404],
    ['versions/compare?from=1&to=2', 404],
    ['versions/compare?from=x', 404],
  ] as const) {
    const response = await request.get(`/${company.slug}/${path}`);
    expect(response.status(), path).toBe(status);
    if (status === 200) expect(response.headers()['cache-control']).toBe('public, max-age=0, must-revalidate');
  }
  expect((await request.get('/no-such-company/versions')).status()).toBe(404);
});
