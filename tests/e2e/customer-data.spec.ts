import { expect, test } from './support/test.ts';

test.use({ javaScriptEnabled: false });

test('an admin finds what is kept of a customer and erases it', async ({ page, context, world }) => {
  const company = await world.makeCompany();
  const { channels } = await world.publishAgreement(company);
  const shared = { channel: channels[0]?.id, type: 'customer-message', at: world.now(), author: '@ann' };
  await world.sendEvents(await world.makeSource(company), [
    { id: '1', conversation: 'a', ...shared },
    { id: '2', conversation: 'b', ...shared },
  ]);
  await world.signIn(context, company.owner);
  await page.goto(`/app/${company.slug}/settings`);
  const name = page.getByLabel('Handle or address of the customer');

  await name.fill('@nobody');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByRole('status')).toHaveText('Nothing is recorded of “@nobody”.');
  await name.fill(' @ann ');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByRole('status')).toContainText('Of “@ann” there are 2 events in 2 conversations');
  await page.getByRole('button', { name: 'Erase this customer' }).click();
  await expect(page.getByRole('status')).toContainText('The customer was erased. No figure has changed.');
  await name.fill('@ann');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByRole('status')).toHaveText('Nothing is recorded of “@ann”.');
});
