import { makeAgreement } from '../support/agreement.ts';
import { receiveWeb } from '../support/receivers.ts';
import { expect, test } from './support/test.ts';

test('an admin adds a chat and a rule, is warned there, and acknowledges by the link', async ({ page, world, context, browser }) => {
  const chat = await receiveWeb();
  const company = await world.makeCompany();
  const agreement = makeAgreement();
  await world.publishAgreement(company, agreement);
  await world.signIn(context, company.owner);
  await page.goto(`/app/${company.slug}/alerts`);
  await expect(page.getByRole('heading', { name: 'Be told before a promise is broken' })).toBeVisible();

  await page.getByLabel('Name').fill('Team chat');
  await page.getByLabel('Address of the incoming webhook').fill(`${chat.url}/hook/secret-part`);
  await page.getByRole('button', { name: 'Add the destination' }).click();
  await expect(page.getByRole('status')).toContainText('The destination was added.');
  await page.getByRole('button', { name: 'Send a test to Team chat' }).click();
  await expect.poll(() => chat.calls.length).toBe(1);
  expect(chat.calls[0]?.path).toBe('/hook/secret-part');
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('row', { name: /Team chat test/ })).toContainText('arrived', { timeout: 100 });
  }).toPass();
  expect(await page.content()).not.toContain('secret-part');

  await page.getByRole('button', { name: 'Add the rule' }).click();
  await expect(page.getByRole('alert')).toContainText('Choose at least one place where alerts go.');
  await page.getByLabel('Warn when').selectOption('50 % of the target is used');
  await page.getByRole('checkbox', { name: /Team chat/ }).check();
  await page.getByRole('button', { name: 'Add the rule' }).click();
  await expect(page.getByRole('row', { name: /50 % of the target is used All channels Team chat/ })).toBeVisible();

  const source = await world.makeSource(company);
  const commitment = agreement.commitments.find(({ metric }) => metric === 'first-response');
  const [channel] = agreement.channels;
  const target = commitment?.targetSeconds ?? 0;
  await world.db
    .insertInto('obligation')
    .values({
      company_id: company.id,
      source_id: source.sourceId,
      conversation_id: 'case-77',
      commitment_id: commitment?.id ?? '',
      ordinal: 0,
      channel_id: commitment?.channelId ?? channel?.id ?? '',
      metric: 'first-response',
      version_number: 1,
      message_id: 'm1',
      asked_at: world.now() - target,
      due_at: world.now() + 60,
      breach_at: world.now() + 86_400,
      target_seconds: target,
      late_exclusion: false,
    })
    .execute();
  await expect.poll(() => chat.calls.length, { timeout: 45_000 }).toBe(2);
  const told = JSON.parse(chat.calls[1]?.body ?? '{}') as { text: string; blocks: { elements?: { text: string }[] }[] };
  expect(told.text).toContain('50 % of the target is used');
  expect(told.text).toContain('case-77');

  await page.reload();
  await expect(page.getByRole('checkbox', { name: /case-77/ })).toBeVisible();
  const link = /<([^|]+)\|Acknowledge>/.exec(told.blocks[1]?.elements?.[0]?.text ?? '')?.[1] ?? '';
  const stranger = await browser.newContext({ javaScriptEnabled: false });
  const opened = await stranger.newPage();
  await opened.goto(link);
  await expect(opened.getByText('case-77')).toBeVisible();
  await opened.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(opened.getByText('nobody else is told')).toBeVisible();
  await opened.goto(link.replace(/token=.*/, 'token=wrong'));
  await expect(opened.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
  await stranger.close();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Nothing to warn of' })).toBeVisible();
  await chat.close();
});

test('works without JavaScript: a signed webhook shows its secret once', async ({ browser, world }) => {
  const company = await world.makeCompany();
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: world.baseUrl });
  await world.signIn(context, company.owner);
  const page = await context.newPage();
  await page.goto(`/app/${company.slug}/alerts`);
  await page.getByRole('link', { name: 'Webhook, signed' }).click();
  await page.getByLabel('Name').fill('Own system');
  await page.getByLabel('Address', { exact: true }).fill('https://desk.example/in');
  await page.getByRole('button', { name: 'Add the destination' }).click();
  await expect(page.locator('[data-secret]')).toHaveText(/^whsec_/);
  await page.goto(`/app/${company.slug}/alerts`);
  await expect(page.locator('[data-secret]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove Own system' }).click();
  await expect(page.getByRole('row', { name: /Own system/ })).toHaveCount(0);
  await context.close();
});

test('an agent acknowledges and changes no rule; a viewer does not see the page', async ({ page, world, context }) => {
  const company = await world.makeCompany();
  await world.signIn(context, await world.makeMember(company, 'agent'));
  await page.goto(`/app/${company.slug}/alerts`);
  await expect(page.getByRole('heading', { name: 'Where alerts can go' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Add|Remove|Test/ })).toHaveCount(0);
  await context.clearCookies();
  await world.signIn(context, await world.makeMember(company, 'viewer'));
  const answer = await page.goto(`/app/${company.slug}/alerts`);
  expect(answer?.status()).toBe(403);
});

test('an admin edits a rule and a destination; what was not changed stays', async ({ world, browser }) => {
  const chat = await receiveWeb();
  const company = await world.makeCompany();
  await world.publishAgreement(company);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: world.baseUrl });
  await world.signIn(context, company.owner);
  const page = await context.newPage();
  await page.goto(`/app/${company.slug}/alerts`);
  await page.getByLabel('Name').fill('Team chat');
  await page.getByLabel('Address of the incoming webhook').fill(`${chat.url}/hook`);
  await page.getByRole('button', { name: 'Add the destination' }).click();
  await page.getByLabel('Warn when').selectOption('A target is missed');
  await page.getByRole('checkbox', { name: /Team chat/ }).check();
  await page.getByText('Quiet hours, and who is told next').click();
  await page.getByLabel('Quiet from').fill('22:00');
  await page.getByLabel('Quiet until').fill('06:30');
  await page.getByRole('button', { name: 'Add the rule' }).click();

  await page.getByRole('link', { name: /^Edit the rule: A target is missed/ }).click();
  await expect(page.getByLabel('Quiet until')).toHaveValue('06:30');
  await expect(page.getByRole('checkbox', { name: /Team chat/ })).toBeChecked();
  await page.getByLabel('Quiet until').fill('22:00');
  await page.getByRole('button', { name: 'Save the rule' }).click();
  await expect(page.getByRole('alert')).toContainText('must end at another time');
  await page.getByLabel('Quiet until').fill('07:15');
  await page.getByRole('button', { name: 'Save the rule' }).click();
  await expect(page.getByRole('status')).toContainText('The rule was saved.');
  await expect(page.getByRole('row', { name: /A target is missed/ })).toContainText('Quiet from 22:00 to 07:15');

  await page.getByRole('link', { name: 'Edit Team chat' }).click();
  await expect(page.getByLabel('Address of the incoming webhook')).toHaveValue('');
  await page.getByLabel('Name').fill('Night chat');
  await page.getByRole('button', { name: 'Save the destination' }).click();
  await expect(page.getByRole('status')).toContainText('The destination was saved.');
  await page.getByRole('button', { name: 'Send a test to Night chat' }).click();
  await expect.poll(() => chat.calls.map(({ path }) => path)).toEqual(['/hook']);
  await context.close();
  await chat.close();
});
