import { createApiKey } from '../../src/commands/create-api-key.ts';
import { expect, test } from './support/test.ts';

test('an event changes badge and page within two seconds', async ({ page, request, world }) => {
  const company = await world.makeCompany();
  const { channels } = await world.publishAgreement(company);
  const { sourceId } = await world.makeSource(company);
  const { key } = await createApiKey(world.context(company.owner.actor), company.slug, { sourceId, name: 'Test' });
  const readBadge = async () => (await request.get(`/badge/${company.slug}.svg`)).text();
  await page.goto(`/${company.slug}`);
  const main = page.getByRole('main');
  // The stream is open once the page has heard of a first event.
  const send = async (id: string) => {
    const shared = { conversation: id, channel: channels[0]?.id };
    const asked = world.now() - 5;
    const data = [
      { id: `${id}-q`, ...shared, type: 'customer-message', at: asked },
      { id: `${id}-a`, ...shared, type: 'agent-reply', at: asked + 4 },
    ];
    const answer = await request.post('/api/v1/events', { headers: { Authorization: `Bearer ${key}` }, data });
    expect(await answer.json()).toMatchObject({ recorded: 2 });
  };
  const before = await main.innerText();
  await send('first');
  await expect(async () => expect(await main.innerText()).not.toBe(before)).toPass();

  const [pageBefore, badgeBefore] = [await main.innerText(), await readBadge()];
  await send('second');
  await Promise.all([
    expect(async () => expect(await main.innerText()).not.toBe(pageBefore)).toPass({ intervals: [50], timeout: 2_000 }),
    expect(async () => expect(await readBadge()).not.toBe(badgeBefore)).toPass({ intervals: [50], timeout: 2_000 }),
  ]);
});
