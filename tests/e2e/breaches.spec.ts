import { createCauseRule } from '../../src/commands/create-cause-rule.ts';
import { setConversationLink } from '../../src/commands/set-conversation-link.ts';
import { makeObligation, storeObligations } from '../support/obligation.ts';
import { makeCommitment, makePromises, publishForTest } from '../support/promise.ts';
import { expect, test } from './support/test.ts';
import type { World } from './support/world.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** A company with a promise of an hour on X and one on e-mail, in force for long, and a function that asks a question. */
async function makePlace(world: World) {
  const company = await world.makeCompany();
  const commitments = [makeCommitment(), makeCommitment({ id: 'email-first', channelId: 'email' })];
  const conduct = { weDo: '', weAsk: '- No insults.\n- One matter in one message.', otherwise: 'We warn once.' };
  const content = makePromises(commitments, { conduct });
  await publishForTest(world.db, company.id, { number: 1, content, effectiveAt: world.now() - 200 * DAY });
  const scope = await world.makeSource(company);
  const link = { sourceId: scope.sourceId, link: 'https://desk.example/t/{conversation}' };
  await setConversationLink(world.context(company.owner.actor), company.slug, link);
  const ask = (conversation: string, at: number, channel = 'x') =>
    world.sendEvents(scope, [{ id: conversation, conversation, channel, type: 'customer-message', at }]);
  return { company, scope, ask };
}

/** Days of UTC, and one more: where the company is, the next day may have begun. */
const daysOf = (from: number, to: number) => `period=${toDate(from)}..${toDate(to + DAY)}`;
const toDate = (at: number) => new Date(at * 1000).toISOString().slice(0, 10);

test('an agent says why, leaves messages out with reason and clause, and takes one back', async ({ page, world, context }) => {
  const { company, ask } = await makePlace(world);
  const now = world.now();
  for (const name of ['T-1', 'T-2', 'T-3']) await ask(name, now - 3 * DAY);
  await ask('old', now - 31 * DAY);
  await ask('waits', now - 60);
  await world.signIn(context, await world.makeMember(company, 'agent'));
  await page.goto(`/app/${company.slug}/breaches?${daysOf(now - 40 * DAY, now)}`);
  const row = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });
  const outcomes = page.getByRole('navigation', { name: 'What became of them' });
  await expect(outcomes.getByRole('link', { name: '4 Breached' })).toHaveAttribute('aria-current', 'true');
  await expect(row('old')).toContainText('Too late to be left out');
  await expect(row('T-1')).toContainText('Can be left out until');
  await expect(row('T-1').getByRole('link', { name: 'T-1' })).toHaveAttribute('href', 'https://desk.example/t/T-1');

  // By keyboard alone: tick a row, choose a cause, send.
  await row('T-1').getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('status').filter({ hasText: '1 chosen' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Cause', exact: true }).selectOption('outage');
  await page.getByRole('button', { name: 'Set the cause' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The cause was set.')).toBeVisible();
  await expect(row('T-1')).toContainText('Outage said by Test person');
  const causes = page.getByRole('navigation', { name: 'Breaches by cause' });
  await expect(causes.getByRole('link', { name: '1 Outage' })).toBeVisible();
  await causes.getByRole('link', { name: '3 Without a cause' }).click();
  await expect(row('T-2')).toBeVisible();
  await expect(row('T-1')).toHaveCount(0);

  // Nothing is lost when something is missing.
  await page.getByRole('checkbox', { name: 'All 3 shown' }).check();
  await page.getByRole('combobox', { name: 'Leave out because of' }).selectOption('abuse');
  await page.getByRole('button', { name: 'Leave out' }).click();
  await expect(page.getByRole('alert')).toContainText('Say which clause of the agreement was broken');
  await expect(row('T-2').getByRole('checkbox')).toBeChecked();
  await expect(page.locator('#decide-clauses option')).toHaveCount(3);
  await page.locator('#decide-clause').fill('No insults.');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 done, 1 not:')).toBeVisible();
  await expect(page.getByText('old arrived more than 30 days ago and stays in the figures.')).toBeVisible();

  await outcomes.getByRole('link', { name: '2 Left out' }).click();
  await expect(row('T-3')).toContainText('Left out: abuse under the conduct guidelines');
  await expect(row('T-3')).toContainText('No insults.');
  await expect(row('T-3')).toContainText('after it was breached, by Test person');
  await row('T-3').getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Take back into the figures' }).click();
  await expect(page.getByText('The messages were taken back into the figures.')).toBeVisible();
  await outcomes.getByRole('link', { name: '3 Breached' }).click();
  await expect(row('T-3')).toContainText('Taken back by Test person');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('all that is shown is decided at once, also of what still waits', async ({ page, world, context }) => {
    const { company, ask } = await makePlace(world);
    const now = world.now();
    for (const name of ['W-1', 'W-2']) await ask(name, now - 60);
    await world.signIn(context, company.owner);
    await page.goto(`/app/${company.slug}/breaches?${daysOf(now - 2 * DAY, now)}`);
    await expect(page.getByText('Nothing was breached in')).toBeVisible();
    await page.getByRole('link', { name: '2 Waiting' }).click();
    await page.getByRole('checkbox', { name: 'All 2 shown' }).check();
    await page.getByRole('combobox', { name: 'Leave out because of' }).selectOption('test');
    await page.getByRole('button', { name: 'Leave out' }).click();
    await expect(page.getByText('The messages were left out of the figures.')).toBeVisible();
    await page.getByRole('link', { name: '2 Left out' }).click();
    await expect(page.getByRole('listitem')).toHaveCount(2);
  });
});

test('an admin explains breaches by a rule, and the report says what is known', async ({ page, world, context }) => {
  const { company, ask } = await makePlace(world);
  const now = world.now();
  for (let index = 0; index < 6; index++) await ask(`X-${index}`, now - 3 * DAY - index * HOUR);
  await ask('M-1', now - 3 * DAY, 'email');
  await world.signIn(context, await world.makeMember(company, 'admin'));
  await page.goto(`/app/${company.slug}/breaches/rules`);
  await page.getByRole('combobox', { name: 'Cause' }).selectOption('staffing');
  await page.getByRole('combobox', { name: 'Of breaches of' }).selectOption('channel:x');
  await page.getByLabel('From').fill('08:00');
  await page.getByRole('button', { name: 'Add the rule' }).click();
  await expect(page.getByRole('alert')).toContainText('Hours need a beginning and an end.');
  await expect(page.getByRole('combobox', { name: 'Cause' })).toHaveValue('staffing');
  await page.getByLabel('From').fill('');
  await page.getByRole('button', { name: 'Add the rule' }).click();
  await expect(page.getByRole('row', { name: /Staffing X @x always/ })).toBeVisible();

  await page.goto(`/app/${company.slug}/breaches?${daysOf(now - 10 * DAY, now)}&cause=staffing`);
  await expect(page.getByRole('listitem').filter({ hasText: 'by a rule of Test person' })).toHaveCount(6);
  const period = daysOf(now - 10 * DAY, now);
  await page.goto(`/app/${company.slug}/report?${period}`);
  await expect(page.getByText('The cause of 6 of 7 breaches is known; the others may have any.')).toBeVisible();
  await expect(page.getByText('Staffing: 6 of 6 breaches with a known cause, all X')).toBeVisible();
  const csv = await page.request.get(`/app/${company.slug}/report.csv?${period}&table=causes`);
  expect(await csv.text()).toContain('Staffing,X,6,6');

  await page.goto(`/app/${company.slug}/breaches/rules`);
  await page.getByRole('button', { name: 'Remove the rule: Staffing' }).click();
  await expect(page.getByText('No rules yet')).toBeVisible();
});

test('thousands of breaches are leafed through, and fit a phone', async ({ page, world, context }) => {
  const { company, scope } = await makePlace(world);
  const now = world.now();
  const rows = Array.from({ length: 2_050 }, (_, index) =>
    makeObligation(company.id, index % 3 === 0 ? null : 2 * HOUR, { asked_at: now - DAY - index, source_id: scope.sourceId }),
  );
  for (let from = 0; from < rows.length; from += 500) await storeObligations(world.db, rows.slice(from, from + 500));
  await createCauseRule(world.context(company.owner.actor), company.slug, { cause: 'volume' });
  await world.signIn(context, company.owner);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/app/${company.slug}/breaches?${daysOf(now - 5 * DAY, now)}`);
  await expect(page.getByRole('link', { name: '2,050 Breached' })).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(100);
  // The key of a row: its words go on with the time.
  const readFirst = () => page.locator('input[name=breach]').first().inputValue();
  const first = await readFirst();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole('link', { name: 'Show older' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(100);
  await expect.poll(readFirst).not.toBe(first);
  await page.getByRole('link', { name: 'To the newest' }).click();
  await expect.poll(readFirst).toBe(first);
});
