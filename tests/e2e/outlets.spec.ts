import { startProduct } from '../support/product.ts';
import { expect, test } from './support/test.ts';
import type { World } from './support/world.ts';

/** A company that promises on mail and has kept it 20 times. */
async function makeKeptCompany(world: World) {
  const company = await world.makeCompany({ name: 'Acme Repairs' });
  const agreement = await world.publishAgreement(company);
  const commitment = agreement.commitments.find(({ metric }) => metric === 'first-response');
  if (commitment === undefined) throw new Error('The template promises no first answer.');
  const scope = await world.makeSource(company);
  const wait = (name: string, asked: number, answered: number | null) => {
    const event = { conversation: name, channel: commitment.channelId };
    const message = { ...event, id: `${name}-asked`, type: 'customer-message', at: asked };
    return answered === null ? [message] : [message, { ...event, id: `${name}-answered`, type: 'agent-reply', at: answered }];
  };
  const record = (name: string, count: number) =>
    world.sendEvents(scope, Array.from({ length: count }, (_, index) => wait(`${name}${index}`, world.now(), world.now())).flat());
  return { ...company, channelId: commitment.channelId, record };
}

test('a badge is chosen, shown and ready to paste, with and without scripts', async ({ world, page, browser }) => {
  const company = await makeKeptCompany(world);
  await page.goto(`/${company.slug}/embed`);
  await page.getByLabel('What it is about').selectOption(company.channelId);
  await page.getByLabel('Period').selectOption('7d');
  await page.getByLabel('Style').selectOption('for-the-badge');
  await page.getByLabel('Words on the left').fill('We answer & mean it');
  await page.getByRole('button', { name: 'Show this badge' }).click();
  const address = `/badge/${company.slug}/${company.channelId}.svg?style=for-the-badge&window=7d&label=We%20answer%20%26%20mean%20it`;
  await expect(page.getByLabel('Address')).toHaveValue(new RegExp(`^https?://[^/]+${address.replace(/[?.]/g, '\\$&')}$`));
  await expect(page.getByLabel('Markdown')).toHaveValue(/^\[!\[.*\]\(http.*\)\]\(http.*\)$/);
  await expect(page.getByLabel('HTML')).toHaveValue(/^<a href="http[^"]*"><img src="http[^"]*" alt="[^"]*"><\/a>$/);
  const picture = page.locator('.preview img');
  await expect(picture).toHaveAttribute('src', address);
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
  await page.getByRole('button', { name: 'Copy Markdown' }).click();
  await expect(page.getByRole('status')).toHaveText(/Markdown (copied|is selected)/);

  const plain = await browser.newPage({ javaScriptEnabled: false, baseURL: world.baseUrl });
  await plain.goto(page.url());
  await expect(plain.getByLabel('Words on the left')).toHaveValue('We answer & mean it');
  await expect(plain.getByRole('button', { name: /Copy/ })).toHaveCount(0);
  await plain.close();
});

test('what cannot be chosen is said beside the field, and the page still shows a badge', async ({ world, page }) => {
  const company = await makeKeptCompany(world);
  await page.goto(`/${company.slug}/embed?label=${'x'.repeat(61)}`);
  await expect(page.getByLabel('Words on the left')).toHaveAccessibleDescription(/at most 60 characters/);
  await expect(page.locator('.preview img')).toHaveAttribute('src', `/badge/${company.slug}.svg`);
});

test('an event changes the badge and reaches the stream within two seconds, on this instance and on another', async ({ world, page }) => {
  const company = await makeKeptCompany(world);
  const other = await startProduct({ env: { DATABASE_URL: process.env.KEPT_E2E_DATABASE ?? '' } });
  try {
    await page.goto(`/${company.slug}/embed`);
    await page.evaluate((slug) => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      new EventSource(`/live/${slug}`).addEventListener('changed', ({ data }) => heard.push(data));
    }, company.slug);
    const addresses = [world.baseUrl, other.url].map((base) => `${base}/badge/${company.slug}/${company.channelId}.json`);
    const read = async (address: string) => ((await (await fetch(address)).json()) as { message: string }).message;
    for (const address of addresses) expect(await read(address)).toMatch(/^too few/);
    await company.record('now', 20);
    for (const address of addresses) await expect.poll(() => read(address), { timeout: 2_000, intervals: [50] }).toMatch(/^kept/);
    await expect.poll(() => page.evaluate(() => Reflect.get(window, 'heard')), { timeout: 2_000 }).not.toHaveLength(0);
  } finally {
    expect((await other.stop()).code).toBe(0);
  }
});

test('the API is explained, and every problem leads to its explanation', async ({ page, request }) => {
  await page.goto('/api');
  await expect(page.getByRole('heading', { name: 'Read a company’s figures' })).toBeVisible();
  const { type } = (await (await request.get('/api/v1/companies/no-such-company-here/compliance')).json()) as { type: string };
  await page.goto(new URL(type).pathname + new URL(type).hash);
  await expect(page.locator('h4#not-found')).toBeInViewport();
});
