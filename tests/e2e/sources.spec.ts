import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from './support/test.ts';

const run = promisify(execFile);

test('an admin connects a source, pastes the command, and revokes the key', async ({ page, world, context }) => {
  const company = await world.makeCompany();
  await world.publishAgreement(company);
  await world.signIn(context, company.owner);
  await page.goto(`/app/${company.slug}/sources`);

  await page.getByLabel('Name of the source').fill('Help desk');
  await page.getByRole('button', { name: 'Add the source' }).click();
  await expect(page.getByRole('heading', { name: 'Help desk' })).toBeVisible();

  await page.getByLabel('Name of the source').fill('Help desk');
  await page.getByRole('button', { name: 'Add the source' }).click();
  await expect(page.getByLabel('Name of the source')).toHaveValue('Help desk');
  await expect(page.locator('#source-name-problem')).toHaveText('This name is taken.');

  await page.getByLabel('Where will the first key be used?').fill('Test server');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const key = await page.locator('[data-key]').innerText();
  expect(key).toMatch(/^kept_[A-Za-z0-9_-]{43}$/);

  const paste = async (name: string) =>
    JSON.parse((await run('sh', ['-c', await page.locator(`[data-example=${name}]`).innerText()])).stdout);
  const send = await page.locator('[data-example=send]').innerText();
  expect(send).toContain(key);
  expect(await paste('send')).toMatchObject({ recorded: 2, duplicates: 0, rejected: 0 });
  expect(await paste('send')).toMatchObject({ recorded: 0, duplicates: 2, rejected: 0 });
  expect(await paste('take-back')).toMatchObject({ recorded: 1 });
  expect(await paste('heartbeat')).toHaveProperty('seenAt');

  await page.reload();
  await expect(page.locator('[data-key]')).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Test server/ })).toContainText(key.slice(0, 12));
  expect(await page.content()).not.toContain(key);
  await expect(page.getByText('none yet')).toHaveCount(0);

  await page.getByRole('button', { name: 'Revoke the key Test server' }).click();
  await expect(page.getByRole('row', { name: /Test server/ })).toContainText('revoked');
  const refused = JSON.parse((await run('sh', ['-c', send])).stdout);
  expect(refused).toMatchObject({ code: 'revoked-api-key', status: 401 });
});

test('a member who is no admin sees the sources and can change nothing', async ({ page, world, context }) => {
  const company = await world.makeCompany();
  await world.publishAgreement(company);
  await world.makeSource(company);
  await world.signIn(context, await world.makeMember(company, 'agent'));
  await page.goto(`/app/${company.slug}/sources`);
  await expect(page.getByText('API calls of your own systems')).toBeVisible();
  await expect(page.getByRole('button', { name: /key|source|address/i })).toHaveCount(0);
});

test('a viewer does not see the sources', async ({ page, world, context }) => {
  const company = await world.makeCompany();
  await world.signIn(context, await world.makeMember(company, 'viewer'));
  const response = await page.goto(`/app/${company.slug}/sources`);
  expect(response?.status()).toBe(403);
  await expect(page.getByText('This needs the role agent; yours is viewer.')).toBeVisible();
});

test('an admin says where a source shows its conversations', async ({ page, world, context }) => {
  const company = await world.makeCompany();
  await world.makeSource(company);
  await world.signIn(context, company.owner);
  await page.goto(`/app/${company.slug}/sources`);
  const field = page.getByLabel('Address of a conversation there');
  await field.fill('https://{conversation}.desk.example/');
  await page.getByRole('button', { name: 'Save the address' }).click();
  await expect(field).toHaveValue('https://{conversation}.desk.example/');
  await expect(page.locator('[id$=-link-problem]')).toContainText('after the host name');
  await field.fill('https://desk.example/tickets/{conversation}');
  await page.getByRole('button', { name: 'Save the address' }).click();
  await expect(page.getByText('The address was saved.')).toBeVisible();
  await expect(field).toHaveValue('https://desk.example/tickets/{conversation}');
});

test('a stranger is told that there is no such company', async ({ page, world, context }) => {
  const company = await world.makeCompany();
  await world.signIn(context, await world.makePerson());
  const response = await page.goto(`/app/${company.slug}/sources`);
  expect(response?.status()).toBe(404);
});

test('works without JavaScript', async ({ browser, world }) => {
  const company = await world.makeCompany();
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: world.baseUrl });
  await world.signIn(context, company.owner);
  const page = await context.newPage();
  await page.goto(`/app/${company.slug}/sources`);
  await expect(page.getByText('Publish an agreement before you send events')).toBeVisible();
  await page.getByLabel('Name of the source').fill('Shop');
  await page.getByRole('button', { name: 'Add the source' }).click();
  await page.getByLabel('Where will the first key be used?').fill('Shop server');
  await page.getByRole('button', { name: 'Make a key' }).click();
  await expect(page.locator('[data-key]')).toBeVisible();
  await context.close();
});
