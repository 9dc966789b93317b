import { sql } from 'kysely';
import { makeAgreement } from '../support/agreement.ts';
import { expect, test } from './support/test.ts';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('an owner has everything judged anew: what differs is listed with its reason and mended', async ({ page, world }) => {
      const company = await world.makeCompany();
      const agreement = await world.publishAgreement(company, makeAgreement());
      const scope = await world.makeSource(company);
      const channel = agreement.commitments[0]?.channelId ?? '';
      await world.sendEvents(scope, [{ id: 'q1', conversation: 'c1', channel, type: 'customer-message', at: world.now() }]);
      await world.signIn(page.context(), company.owner);
      await page.goto(`/app/${company.slug}/settings`);
      const recompute = page.getByRole('button', { name: 'Recompute all figures' });
      await recompute.click();
      await expect(page.getByText('One conversation was judged anew. Nothing differs.')).toBeVisible();
      await sql`update obligation set target_seconds = 7 where company_id = ${company.id}`.execute(world.db);
      await recompute.click();
      await expect(page.getByText(/differed and were mended/)).toBeVisible();
      await expect(page.getByRole('row', { name: /of conversation c1 .* The version in force had another target/ }).first()).toBeVisible();
      await recompute.click();
      await expect(page.getByText('Nothing differs.')).toBeVisible();
    });
  });
}

test('an admin has no such button', async ({ page, world }) => {
  const company = await world.makeCompany();
  await world.signIn(page.context(), await world.makeMember(company, 'admin'));
  await page.goto(`/app/${company.slug}/settings`);
  await expect(page.getByRole('heading', { name: 'Address' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Recompute all figures' })).toHaveCount(0);
});
