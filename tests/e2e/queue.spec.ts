import { setConversationLink } from '../../src/commands/set-conversation-link.ts';
import { expect, test } from './support/test.ts';
import type { OwnedCompany, World } from './support/world.ts';

const HOUR = 3_600;

/** A company with an agreement, a source that shows its conversations, and a function that records a question which nobody answered. */
async function makePlace(world: World) {
  const company = await world.makeCompany();
  const { channels } = await world.publishAgreement(company);
  // What arrived before an agreement took effect is judged by none.
  await world.db.updateTable('company').set({ time_zone: 'Etc/UTC' }).where('id', '=', company.id).execute();
  const scope = await world.makeSource(company);
  const link = { sourceId: scope.sourceId, link: 'https://desk.example/t/{conversation}' };
  await setConversationLink(world.context(company.owner.actor), company.slug, link);
  const tell = (conversation: string, type: string, more: object = {}) =>
    world.sendEvents(scope, [{ id: `${conversation}-${type}`, conversation, channel: channels[0]?.id, type, at: world.now(), ...more }]);
  return {
    company,
    scope,
    ask: (conversation: string, more: object = {}) => tell(conversation, 'customer-message', more),
    answer: (conversation: string) => tell(conversation, 'agent-reply'),
  };
}

/** Rows that only the queue reads, straight into its table: so many could not have been asked just now. */
async function fillQueue(world: World, company: OwnedCompany, sourceId: number, count: number): Promise<void> {
  const now = world.now();
  const { content } = await world.db
    .selectFrom('agreement_version')
    .select('content')
    .where('company_id', '=', company.id)
    .executeTakeFirstOrThrow();
  const [commitment] = (content as { commitments: { id: string; channelId: string; metric: string; targetSeconds: number }[] }).commitments;
  if (commitment === undefined) throw new Error('The agreement promises nothing.');
  const rows = Array.from({ length: count }, (_, index) => ({
    company_id: company.id,
    source_id: sourceId,
    conversation_id: `case ${index}`,
    commitment_id: commitment.id,
    ordinal: 0,
    channel_id: commitment.channelId,
    metric: commitment.metric,
    version_number: 1,
    message_id: null,
    asked_at: now - 2 * HOUR,
    due_at: now + (index - 3) * 60,
    breach_at: now + (index - 3) * 60,
    answered_at: null,
    target_seconds: commitment.targetSeconds,
    waited_seconds: null,
    staffed_seconds: null,
    excluded_at: null,
    exclusion_reason: null,
    late_exclusion: false,
    audience: '1k-10k',
    language: index % 2 === 0 ? 'de' : 'en',
  }));
  for (let from = 0; from < count; from += 500)
    await world.db
      .insertInto('obligation')
      .values(rows.slice(from, from + 500))
      .execute();
}

test('who writes stands in the queue within two seconds, and is gone when answered', async ({ page, world, context }) => {
  const { company, ask, answer } = await makePlace(world);
  await world.signIn(context, await world.makeMember(company, 'agent'));
  const stream = page.waitForResponse(`/live/${company.slug}/queue`);
  await page.goto(`/app/${company.slug}/queue`);
  expect((await stream).status()).toBe(200);
  await expect(page.getByText('Nobody waits for an answer')).toBeVisible();

  await ask('T-1', { language: 'de', audience: '1k-10k' });
  const row = page.getByRole('listitem').filter({ hasText: 'T-1' }).first();
  await expect(row).toBeVisible({ timeout: 2_000 });
  await expect(page.getByRole('listitem').filter({ hasText: 'First answer' })).not.toHaveCount(0);
  await expect(row).toContainText('left');
  await expect(row).toContainText('1k–10k followers');
  const link = row.getByRole('link', { name: 'T-1' });
  await expect(link).toHaveAttribute('href', 'https://desk.example/t/T-1');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');

  await answer('T-1');
  await expect(page.getByRole('listitem').filter({ hasText: 'First answer' })).toHaveCount(0, { timeout: 2_000 });
});

test('is narrowed, saved and opened again without JavaScript', async ({ browser, world }) => {
  const { company, scope } = await makePlace(world);
  await fillQueue(world, company, scope.sourceId, 150);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: world.baseUrl });
  await world.signIn(context, await world.makeMember(company, 'agent'));
  const page = await context.newPage();
  await page.goto(`/app/${company.slug}/queue`);
  const rows = page.locator('[data-urgency]');
  await expect(rows).toHaveCount(100);
  await expect(rows.first()).toContainText('case 0');
  await expect(rows.first()).toHaveAttribute('data-urgency', 'breached');
  await page.getByRole('link', { name: 'Show more' }).click();
  await expect(rows).toHaveCount(50);
  await page.getByRole('link', { name: 'To the top of the queue' }).click();

  await page.getByLabel('Language').selectOption('German');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(rows).toHaveCount(75);
  await page.getByRole('link', { name: /Breached/ }).click();
  await expect(page).toHaveURL(/\?due=breached&language=de$/);
  await expect(rows.first()).toContainText('case 0');

  await page.getByText('Save this filter as a view').click();
  await page.getByLabel('Name', { exact: true }).fill('German, too late');
  await page.getByLabel('For the whole company').check();
  await page.getByRole('button', { name: 'Save the view' }).click();
  await expect(page.getByText('The view was saved.')).toBeVisible();
  await page.goto(`/app/${company.slug}/queue`);
  await page.getByRole('link', { name: 'German, too late' }).click();
  await expect(page).toHaveURL(/\?due=breached&language=de$/);
  await page.getByRole('button', { name: 'Delete the saved view “German, too late” for everybody' }).click();
  await expect(page.getByText('The saved view was deleted.')).toBeVisible();
  await context.close();
});

test('goes by keys, and grows as one reads on', async ({ page, world, context }) => {
  const { company, scope } = await makePlace(world);
  await fillQueue(world, company, scope.sourceId, 150);
  await world.signIn(context, company.owner);
  await page.goto(`/app/${company.slug}/queue`);
  const focused = page.locator('[data-open]:focus');
  await page.keyboard.press('j');
  await expect(focused).toHaveText('case 0');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(focused).toHaveText('case 1');
  await context.route('https://desk.example/**', (route) => route.fulfill({ body: 'A case.' }));
  const [opened] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Enter')]);
  expect(opened.url()).toBe('https://desk.example/t/case%201');
  await opened.close();

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.getByLabel('Use these keys').uncheck();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('j');
  await expect(focused).toHaveText('case 1');
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByLabel('Use these keys').check();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Channel')).toBeFocused();

  await page.getByRole('link', { name: 'Show more' }).scrollIntoViewIfNeeded();
  await expect(page.locator('[data-urgency]')).toHaveCount(150);
  await expect(page.getByRole('link', { name: 'Show more' })).toHaveCount(0);
});

test('a page that was added stays right too, and the focus goes to the next row when its row goes', async ({ page, world, context }) => {
  const { company, scope, ask } = await makePlace(world);
  await fillQueue(world, company, scope.sourceId, 150);
  await world.signIn(context, company.owner);
  const stream = page.waitForResponse(`/live/${company.slug}/queue`);
  await page.goto(`/app/${company.slug}/queue`);
  await stream;
  await page.getByRole('link', { name: 'Show more' }).scrollIntoViewIfNeeded();
  await page.getByRole('link', { name: 'case 120', exact: true }).focus();
  await world.db.deleteFrom('obligation').where('company_id', '=', company.id).where('conversation_id', '=', 'case 120').execute();
  await ask('T-2');
  await expect(page.getByRole('link', { name: 'case 120', exact: true })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'case 121', exact: true })).toBeFocused();
  await expect(page.getByRole('link', { name: 'T-2' }).first()).toBeAttached();
  await expect(page.locator('[data-urgency]').filter({ hasText: 'case' })).toHaveCount(149);
});

test('a viewer has no queue, a stranger no company, and neither a stream', async ({ page, world, context }) => {
  const { company } = await makePlace(world);
  await world.signIn(context, await world.makeMember(company, 'viewer'));
  expect((await page.goto(`/app/${company.slug}/queue`))?.status()).toBe(403);
  expect((await page.request.get(`/live/${company.slug}/queue`)).status()).toBe(403);
  await page.goto(`/app/${company.slug}`);
  await expect(page.getByRole('navigation', { name: company.name }).getByRole('link', { name: /Queue|Sources/ })).toHaveCount(0);
  await context.clearCookies();
  await world.signIn(context, await world.makePerson());
  expect((await page.goto(`/app/${company.slug}/queue`))?.status()).toBe(404);
  expect((await page.request.get(`/live/${company.slug}/queue`)).status()).toBe(404);
  await context.clearCookies();
  expect((await page.request.get(`/live/${company.slug}/queue`)).status()).toBe(401);
});
