import { expect, test } from './support/test.ts';

test('the product says that it is healthy', async ({ request }) => {
  const response = await request.get('/healthz');
  expect(response.status()).toBe(200);
  expect(await response.json()).toMatchObject({ status: 'ok' });
});

test('the first page says what Kept is', async ({ page }) => {
  const response = await page.goto('/');
  expect(response?.status()).toBe(200);
  await expect(page).toHaveTitle(/Kept/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('an address without a page is answered with 404 and a way on', async ({ page }) => {
  const response = await page.goto('/no-such-page/at-all');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no page at this address.');
  await page.getByRole('link', { name: 'What Kept is' }).click();
  await expect(page).toHaveURL('/');
});

test('an address that cannot be read is answered as a problem', async ({ request }) => {
  const response = await request.get('/%E0%A4%A');
  expect(response.status()).toBe(400);
  expect(await response.json()).toMatchObject({ code: 'malformed-request', status: 400 });
});
