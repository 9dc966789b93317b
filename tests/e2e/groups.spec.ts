import { fillReported } from '../support/reported-company.ts';
import { expect, test } from './support/test.ts';

test.use({ javaScriptEnabled: false });

test('a holding sees its companies side by side once they agreed, and nothing else of them', async ({ page, world, context, browser }) => {
  test.slow();
  const [north, south] = [
    await world.makeCompany({ name: 'Nordwind' }),
    await world.makeCompany({ name: 'Southerly', timeZone: 'Pacific/Auckland' }),
  ];
  for (const company of [north, south]) await fillReported(world.db, company, world.now(), 40);
  await world.signIn(context, north.owner);
  await page.goto('/app');
  await page.getByRole('link', { name: 'Make a group' }).click();
  await page.getByLabel('Name').fill('Winds Holding');
  await page.getByRole('button', { name: 'Make the group' }).click();
  await page.getByLabel('Address of a company').fill(north.slug);
  await page.getByRole('button', { name: 'Add the company' }).click();
  await expect(page.getByRole('status')).toContainText('The company is in the group.');
  await page.getByLabel('Address of a company').fill(south.slug);
  await page.getByRole('button', { name: 'Add the company' }).click();
  await expect(page.getByText('asked, no owner has agreed yet')).toBeVisible();
  await page.getByLabel('Address of a company').fill('no-such-company-here');
  await page.getByRole('button', { name: 'Add the company' }).click();
  await expect(page.getByLabel('Address of a company')).toHaveValue('no-such-company-here');
  const reader = await world.makePerson('Board member');
  await page.getByLabel('Mail address').fill(reader.email);
  await page.getByRole('button', { name: 'Mail the invitation' }).click();
  await expect(page.getByText('invited, reads the reports')).toBeVisible();

  // The other company's owner agrees in its settings.
  const theirs = await browser.newContext({ javaScriptEnabled: false });
  await world.signIn(theirs, south.owner);
  const settings = await theirs.newPage();
  await settings.goto(`/app/${south.slug}/settings#groups`);
  await settings.getByRole('button', { name: 'Agree that Winds Holding sees the reports' }).click();
  await expect(settings.getByText('The group sees the reports now.')).toBeVisible();

  // Who was invited joins and reads.
  const { text } = await world.lastMailTo(reader.email);
  const board = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await world.signIn(board, reader);
  const read = await board.newPage();
  await read.goto(/https?:\/\/\S+token=\S+/.exec(text)?.[0] ?? '');
  await read.getByRole('button', { name: 'Join Winds Holding' }).click();
  await expect(read.locator('tr[data-company]')).toHaveCount(2);
  await expect(read.locator(`tr[data-company="${south.slug}"]`)).toContainText('Auckland time');
  await expect(read.getByRole('heading', { name: 'WhatsApp, first answer' })).toBeVisible();
  expect(await read.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  const received = await read.locator(`tr[data-company="${south.slug}"] [data-received]`).innerText();
  await read.locator('tr[data-company]').getByRole('link', { name: 'Southerly' }).click();
  await expect(read.getByRole('heading', { level: 1 })).toHaveText('Are we keeping our word?');
  await expect(read.locator('#volume > p')).toContainText(`${received} messages asked for an answer`);
  const csv = await board.request.get(
    (await read.getByRole('link', { name: 'Spreadsheet' }).getAttribute('href'))?.replace('.xlsx', '.csv') ?? '',
  );
  expect(csv.headers()['content-type']).toContain('text/csv');
  for (const path of ['', '/report', '/queue', '/members', '/settings']) {
    expect((await board.request.get(`/app/${south.slug}${path}`)).status(), path).toBe(404);
  }

  // The company leaves: from then on it is not seen.
  await settings.getByRole('button', { name: 'Leave Winds Holding' }).click();
  await expect(settings.getByText('The group does not see the company any more.')).toBeVisible();
  expect((await read.reload())?.status()).toBe(404);
  await settings.goto(`/app/${south.slug}/log`);
  await expect(settings.getByText('Let the group “Winds Holding” see the reports')).toBeVisible();
  await expect(settings.getByText('Joined the group “Winds Holding”, which sees the reports')).toBeVisible();
  await theirs.close();
  await board.close();
});

test('who manages a group renames it; a name that does not do stays in the form', async ({ page, world, context }) => {
  const company = await world.makeCompany();
  await world.signIn(context, company.owner);
  await page.goto('/app/groups/new');
  await page.getByLabel('Name').fill('Winds Holding');
  await page.getByRole('button', { name: 'Make the group' }).click();
  await page.getByText('Rename the group').click();
  await expect(page.getByLabel('Name')).toHaveValue('Winds Holding');
  await page.getByLabel('Name').fill('W');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByLabel('Name')).toHaveValue('W');
  await expect(page.getByText('Write at least 2 characters.').first()).toBeVisible();
  await page.getByLabel('Name').fill('Winds and Waves');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('status')).toContainText('The group has its new name.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Winds and Waves');
});

test('a stranger sees no group', async ({ page, world, context }) => {
  await world.signIn(context, await world.makePerson());
  for (const path of ['', '/manage', '/report/one']) {
    expect((await page.goto(`/app/groups/nothing-here${path}`))?.status()).toBe(404);
  }
  await expect(page.getByText('There is no group here that you belong to.')).toBeVisible();
});
