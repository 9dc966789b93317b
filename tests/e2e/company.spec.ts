import { makePngHead } from '../support/picture.ts';
import { expect, test } from './support/test.ts';

const linkIn = (text: string): string => /https?:\/\/\S+/.exec(text)?.[0] ?? '';

test('a person makes a company: its address is proposed, the zone is the browser’s own', async ({ page, context, world }) => {
  await world.signIn(context, await world.makePerson());
  const name = world.newName('Kettle');
  await page.goto('/app');
  await page.getByRole('link', { name: 'Make a company' }).click();
  await page.getByLabel('Name of the company').fill(name);
  await expect(page.getByLabel('Address')).toHaveValue(name.toLowerCase());
  await expect(page.getByLabel('Reporting time zone')).toHaveValue('Europe/Berlin');
  await page.getByLabel('Industry').selectOption('Shop');
  await page.getByRole('button', { name: 'Make the company' }).click();
  await expect(page).toHaveURL(`/app/${name.toLowerCase()}?done=made`);
  await expect(page.getByRole('heading', { name: 'Choose a template' })).toBeVisible();
  await page.getByRole('link', { name: 'Your companies' }).click();
  await expect(page.getByRole('main').getByRole('link', { name })).toBeVisible();
});

test('a company is made without scripts too, and what was typed is kept', async ({ browser, baseURL, world }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL === undefined ? {} : { baseURL }) });
  await world.signIn(context, await world.makePerson());
  const taken = await world.makeCompany();
  const page = await context.newPage();
  await page.goto('/app/new');
  await page.getByLabel('Name of the company').fill('Two Kettles');
  await page.getByLabel('Address').fill(taken.slug);
  await page.getByLabel('Industry').selectOption('Shop');
  await page.getByLabel('Country').selectOption('Austria');
  await page.getByLabel('Reporting time zone').selectOption('Europe/Vienna');
  await page.getByRole('button', { name: 'Make the company' }).click();
  await expect(page.locator('#slug-problem')).toHaveText(`This address is taken. “${taken.slug}-2” is free.`);
  await expect(page.getByLabel('Name of the company')).toHaveValue('Two Kettles');
  await expect(page.getByLabel('Country')).toHaveValue('AT');
  await page.getByLabel('Address').fill('');
  await page.getByRole('button', { name: 'Make the company' }).click();
  await expect(page).toHaveURL(/\/app\/two-kettles(-\d)?\?done=made$/);
  await context.close();
});

test('an invited person signs up by mail and joins with the role', async ({ page, context, browser, baseURL, world }) => {
  const company = await world.makeCompany();
  await world.signIn(context, company.owner);
  const email = `${world.newName('guest')}@example.net`;
  await page.goto(`/app/${company.slug}/members`);
  await page.getByLabel('Mail address').fill(email);
  await page.getByLabel('Viewer').check();
  await page.getByRole('button', { name: 'Mail the invitation' }).click();
  await expect(page.getByRole('status')).toContainText(email);

  const guests = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const guest = await guests.newPage();
  await guest.goto(linkIn((await world.lastMailTo(email)).text));
  await guest.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
  await expect(guest.getByLabel('Mail address')).toHaveValue(email);
  await guest.getByRole('button', { name: 'Mail me the link' }).click();
  await expect.poll(async () => (await world.lastMailTo(email)).subject).toBe('Finish signing up for Kept');
  await guest.goto(linkIn((await world.lastMailTo(email)).text));
  await guest.getByLabel('Your name').fill('Invited person');
  await guest.getByLabel('Password').fill('lantern orchard 1881 teapot');
  await guest.getByRole('button', { name: 'Open the account' }).click();
  await guest.getByRole('button', { name: `Join ${company.name}` }).click();
  await expect(guest.getByRole('status')).toContainText(`You belong to ${company.name} now.`);
  await guest.goto(`/app/${company.slug}/members`);
  await expect(guest.getByRole('heading', { level: 1 })).toHaveText('Your membership');
  expect((await guest.goto(`/app/${company.slug}/settings`))?.status()).toBe(403);
  await guests.close();
});

test('an invitation that was taken back opens nothing', async ({ page, context, world }) => {
  const company = await world.makeCompany();
  await world.signIn(context, company.owner);
  const email = `${world.newName('guest')}@example.net`;
  await page.goto(`/app/${company.slug}/members`);
  await page.getByLabel('Mail address').fill(email);
  await page.getByRole('button', { name: 'Mail the invitation' }).click();
  const link = linkIn((await world.lastMailTo(email)).text);
  await page.getByRole('button', { name: `Take back the invitation of ${email}` }).click();
  await expect(page.getByRole('status')).toContainText('The invitation was taken back');
  expect((await page.goto(link))?.status()).toBe(410);
});

test('the last owner stays until there is another one', async ({ page, context, world }) => {
  const company = await world.makeCompany();
  const colleague = await world.makeMember(company, 'viewer');
  await world.signIn(context, company.owner);
  await page.goto(`/app/${company.slug}/members`);
  await expect(page.getByText('The only owner. Make somebody else an owner before you leave.')).toBeVisible();
  const row = page.getByRole('listitem').filter({ hasText: colleague.email });
  await row.getByRole('combobox').selectOption('Owner');
  await row.getByRole('button', { name: /^Change/ }).click();
  await expect(page.getByRole('status')).toContainText('The role was changed.');
  const mine = page.getByRole('listitem').filter({ hasText: company.owner.email });
  await mine.getByText('Leave', { exact: true }).click();
  await mine.getByRole('button', { name: 'Leave this company' }).click();
  await expect(page.getByRole('status')).toContainText('You left the company.');
  expect((await page.goto(`/app/${company.slug}`))?.status()).toBe(404);
});

test('a logo is shown once it is uploaded, and what is none is refused with a reason', async ({ page, context, world }) => {
  const company = await world.makeCompany();
  await world.signIn(context, company.owner);
  await page.goto(`/app/${company.slug}/settings`);
  const upload = async (name: string, buffer: Buffer) => {
    await page.getByLabel('Picture').setInputFiles({ name, mimeType: 'image/png', buffer });
    await page.getByRole('button', { name: /^Show this/ }).click();
  };
  await upload('logo.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
  await expect(page.getByText('This is no PNG, JPEG or WebP picture.').first()).toBeVisible();
  await upload('logo.png', Buffer.alloc(2 * 1024 * 1024));
  await expect(page.getByRole('alert')).toContainText('too large');
  await upload('logo.png', makePngHead(64, 64));
  await expect(page.getByRole('status')).toContainText('The logo was saved.');
  await expect(page.getByRole('img', { name: `Logo of ${company.name}` })).toBeVisible();
});

test('the overview leads from a new company to how its promises stand', async ({ page, context, world }) => {
  const company = await world.makeCompany();
  await world.signIn(context, company.owner);
  await page.goto(`/app/${company.slug}`);
  await expect(page.getByRole('link', { name: 'Choose a template' })).toHaveAttribute('href', `/app/${company.slug}/agreement`);
  const agreement = await world.publishAgreement(company);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Connect a source' })).toBeVisible();
  await expect(page.getByText('Version 1 is in force since')).toBeVisible();

  const scope = await world.makeSource(company);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Send the first messages' })).toBeVisible();
  const channel = agreement.channels[0]?.id ?? '';
  const message = { conversation: 'c1', channel, type: 'customer-message' };
  await world.sendEvents(scope, [{ ...message, id: 'before', at: world.now() - 3_600 }]);
  await page.reload();
  await expect(page.getByText('It came before your agreement took effect, so no promise covers it.')).toBeVisible();

  await world.sendEvents(scope, [{ ...message, id: 'after', conversation: 'c2', at: world.now() }]);
  await page.reload();
  await expect(page.getByText('The newest is from just now.')).toBeVisible();
  const waiting = page
    .getByRole('table', { name: /^Your promises/ })
    .getByRole('row')
    .nth(1)
    .getByRole('cell')
    .last();
  await expect(waiting).toHaveText('1');
});
