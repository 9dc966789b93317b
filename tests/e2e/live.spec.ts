import { createApiKey } from '../../src/commands/create-api-key.ts';
import { expect, test } from './support/test.ts';

test('an event changes badge and page within two seconds', async ({ page, request, world }) => {
  const company = await world.makeCompany();
  const { channels } = await world.publishAgreement(company);
  const { sourceId } = await world.makeSource(company);
  const { key } = await createApiKey(world.context(company.owner.actor), company.slug, { sourceId, name: 'Test' });
  const readBadge = async () => (await request.get(`/badge/${company.slug}.svg`)).text();
  const send = async (id: string) => {
    const shared = { conversation: id, channel: channels[0]?.id };
    // Not earlier: a message that arrived before the agreement took effect is not covered by it.
    const at = world.now();
    const data = [
      { id: `${id}-q`, ...shared, type: 'customer-message', at },
      { id: `${id}-a`, ...shared, type: 'agent-reply', at },
    ];
    const answer = await request.post('/api/v1/events', { headers: { Authorization: `Bearer ${key}` }, data });
    expect(await answer.json()).toMatchObject({ recorded: 2 });
  };
  const stream = page.waitForResponse(`/live/${company.slug}`);
  await page.goto(`/${company.slug}`);
  await stream;
  const undecided = page.getByRole('main').getByText('nothing decided yet');
  const promises = await undecided.count();
  const badgeBefore = await readBadge();

  await send('first');
  await Promise.all([
    expect(undecided).not.toHaveCount(promises, { timeout: 2_000 }),
    expect(async () => expect(await readBadge()).not.toBe(badgeBefore)).toPass({ intervals: [50], timeout: 2_000 }),
  ]);
});
