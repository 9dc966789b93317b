import { globSync } from 'node:fs';
import { publishExplanation } from '../../src/commands/publish-explanation.ts';
import { channelKinds } from '../../src/domain/agreement/channel-kind.ts';
import { CAUSES } from '../../src/domain/breach/cause.ts';
import { insertCauseRule } from '../../src/store/cause-rule.ts';
import type { Database } from '../../src/store/database.ts';
import { makeObligation, makeSource, storeObligations } from '../support/obligation.ts';
import { makeCommitment, makePromises, publishForTest } from '../support/promise.ts';
import { fillReported } from '../support/reported-company.ts';
import { expect, test } from './support/test.ts';

const DAY = 86_400;

/** What a viewer may open inside a company: the way in, the reports, and whom they can leave. */
const OPEN_TO_VIEWERS = [
  'index.astro',
  'members.astro',
  'report.[format].ts',
  'report/index.astro',
  'report/promise.astro',
  'report/forecast.astro',
  'report/digest.astro',
  'report/digest-preview.ts',
];

/** Every other page and file inside a company, by its address. */
const CLOSED = globSync('**/*.{astro,ts}', { cwd: 'src/pages/app/[company]' })
  .filter((file) => !OPEN_TO_VIEWERS.includes(file))
  .map((file) => file.replace(/(\/?index)?\.(astro|ts)$/, '').replaceAll(/\[\w+\]/g, 'one'));

/** Forty promises on twenty channels with long names, most of them broken, and four versions that made all of them weaker. */
async function fillMuch(db: Database, companyId: number, now: number): Promise<void> {
  const commitments = channelKinds
    .slice(0, 20)
    .flatMap((kind) => [
      makeCommitment({ id: `${kind}-1`, channelId: kind, targetSeconds: 5461 }),
      makeCommitment({ id: `${kind}-2`, channelId: kind, metric: 'next-response', targetSeconds: 93_784, objectivePercent: 99.57 }),
    ]);
  const content = makePromises(commitments);
  const handle = 'customer-service-northern-branch@example.com';
  const channels = content.channels.map((channel) => ({ ...channel, kind: channel.id as 'x', handle }));
  for (let number = 1; number <= 5; number++) {
    const weaker = commitments.map((one) => ({ ...one, targetSeconds: one.targetSeconds + number * 3600 }));
    const effectiveAt = number === 1 ? now - 300 * DAY : now - (7 - number) * DAY;
    await publishForTest(db, companyId, { number, content: { ...content, channels, commitments: weaker }, effectiveAt });
  }
  await makeSource(db, companyId, { lastSeenAt: now, channels: channels.map(({ id }) => id) });
  const bands = ['<100', '100-1k', '1k-10k', '10k-100k', '>100k'];
  for (const { id, channelId, metric, targetSeconds } of commitments) {
    const rows = Array.from({ length: 120 }, (_, index) =>
      makeObligation(companyId, index % 4 === 0 ? targetSeconds + 5 : 60, {
        asked_at: now - index * 28_800 - 3 * DAY,
        commitment_id: id,
        channel_id: channelId,
        metric,
        target_seconds: targetSeconds,
        language: index % 2 === 0 ? 'de' : 'en',
        audience: bands[index % 5] ?? null,
      }),
    );
    await storeObligations(db, rows);
  }
  await explainMuch(db, companyId, now);
}

/** A rule for each cause, each on a channel of its own. */
async function explainMuch(db: Database, companyId: number, now: number): Promise<void> {
  const time = { firstDate: null, lastDate: null, weekdays: [], hours: null, createdAt: now, createdBy: null };
  await db.transaction().execute(async (trx) => {
    for (const [index, cause] of CAUSES.entries()) {
      await insertCauseRule(trx, companyId, { id: cause, cause, channelId: channelKinds[index] ?? null, commitmentId: null, ...time });
    }
  });
}

test('a viewer lands on the report after signing in, and sees nothing else of the inside', async ({ page, world }) => {
  const company = await world.makeCompany();
  await world.publishAgreement(company);
  const viewer = await world.makeMember(company, 'viewer');
  await page.goto('/sign-in');
  await page.getByLabel('Mail address').fill(viewer.email);
  await page.getByLabel('Password').fill(viewer.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`/app/${company.slug}/report`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Are we keeping our word?');
  await expect(page.getByRole('navigation', { name: company.name }).getByRole('link')).toHaveText(['Report', 'Members']);

  expect(CLOSED.length).toBeGreaterThan(10);
  for (const place of CLOSED) {
    expect((await page.goto(`/app/${company.slug}/${place}`))?.status(), place).toBe(403);
  }
  await page.goto(`/app/${company.slug}`);
  await expect(page).toHaveURL(`/app/${company.slug}/report`);
  await page.goto(`/app/${company.slug}/members`);
  await expect(page.getByText(company.owner.email)).toHaveCount(0);
  await page.getByText('Leave', { exact: true }).click();
  await page.getByRole('button', { name: 'Leave this company' }).click();
  await expect(page.getByRole('status')).toContainText('You left the company.');
});

test('a stranger is told that there is no such company', async ({ page, world, context }) => {
  const company = await world.makeCompany();
  await world.signIn(context, await world.makePerson());
  expect((await page.goto(`/app/${company.slug}/report`))?.status()).toBe(404);
});

test.describe('of a company with messages', () => {
  test.use({ javaScriptEnabled: false });

  test('the report works without scripts: answer, promises, problems, other days and channels', async ({ page, world, context }) => {
    test.slow();
    const company = await world.makeCompany({ name: 'Nordwind' });
    await fillReported(world.db, company, world.now());
    await world.signIn(context, await world.makeMember(company, 'viewer'));
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' });
    const dayBefore = (days: number) => today.format(new Date((world.now() - days * 86_400) * 1000));
    await page.goto(`/app/${company.slug}/report?from=${dayBefore(29)}&to=${dayBefore(0)}`);
    await expect(page.getByText(/^(Yes|Nearly|Mostly|Not enough|No)\. .* Nordwind kept/)).toBeVisible();
    const api = await (await page.request.get(`/api/v1/companies/${company.slug}/compliance?window=30d`)).json();
    expect(api.commitments.length).toBeGreaterThan(3);
    for (const { commitment, share } of api.commitments) {
      const row = page.locator(`tr[data-promise="${commitment.id}"]`);
      await expect(row.locator('[data-decided]')).toHaveText(share.decided.toLocaleString('en'));
      if (share.decided >= 10) await expect(row.locator('[data-share] b')).toHaveText(share.text);
    }
    await expect(page.getByRole('heading', { name: 'Where it goes wrong' })).toBeVisible();
    await expect(page.getByText('WhatsApp, first answer on Monday mornings')).toBeVisible();

    await page.getByText('Other days or channels').click();
    await page.getByLabel('WhatsApp').uncheck();
    await page.getByLabel('X', { exact: true }).uncheck();
    await page.getByLabel('Web form').uncheck();
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(page.locator('tr[data-promise]')).toHaveCount(1);
    await expect(page.locator('tr[data-channel]')).toHaveCount(1);
  });

  test('days that make no sense are refused in words, and a report stands there all the same', async ({ page, world, context }) => {
    const company = await world.makeCompany();
    await world.publishAgreement(company);
    await world.signIn(context, company.owner);
    const response = await page.goto(`/app/${company.slug}/report?from=2026-03-17&to=2026-03-03`);
    expect(response?.status()).toBe(422);
    await expect(page.getByText('The last day is before the first. Swap them.')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});

test('the report as a PDF has at most four pages of the paper that is asked for, however much there is to tell', async ({
  world,
  context,
}) => {
  test.slow();
  const company = await world.makeCompany({ name: 'United Transport and Municipal Utilities' });
  await fillMuch(world.db, company.id, world.now());
  const text = `${'We had no power and no line.\n'.repeat(9)}${'Sorry! '.repeat(32)}`;
  const firstDate = new Date((world.now() - 30 * DAY) * 1000).toISOString().slice(0, 10);
  for (let number = 0; number < 12; number += 1)
    await publishExplanation(world.context(company.owner.actor), company.slug, { text, firstDate });
  await world.signIn(context, await world.makeMember(company, 'viewer'));
  const today = new Date().toISOString().slice(0, 10);
  const before = new Date((world.now() - 50 * DAY) * 1000).toISOString().slice(0, 10);
  for (const [paper, width] of [
    ['A4', 595],
    ['letter', 612],
  ] as const) {
    const response = await context.request.get(`/app/${company.slug}/report.pdf?from=${before}&to=${today}&paper=${paper}`);
    expect(response.headers()['content-type']).toBe('application/pdf');
    const text = (await response.body()).toString('latin1');
    expect(text.slice(0, 5)).toBe('%PDF-');
    const pages = Number(/\/Count (\d+)/.exec(text)?.[1]);
    expect(pages).toBeGreaterThanOrEqual(2);
    expect(pages).toBeLessThanOrEqual(4);
    expect(Math.round(Number(/\/MediaBox \[0 0 ([\d.]+)/.exec(text)?.[1]))).toBe(width);
  }
  await context.clearCookies();
  const stranger = await context.request.get(`/app/${company.slug}/report.pdf`, { maxRedirects: 0 });
  expect(stranger.status()).toBe(303);
});

test('every table comes as CSV, and all of them as one spreadsheet', async ({ page, world, context }) => {
  const company = await world.makeCompany({ name: '=Nordwind' });
  await fillReported(world.db, company, world.now(), 20);
  await world.signIn(context, await world.makeMember(company, 'viewer'));
  await page.goto(`/app/${company.slug}/report`);
  await page.getByText('CSV', { exact: true }).click();
  const links = page.getByRole('link').and(page.locator('[href*="report.csv"]'));
  await expect(links).toHaveCount(10);
  const decided = await page.locator('[data-decided]').first().innerText();
  for (const link of await links.all()) {
    const response = await context.request.get((await link.getAttribute('href')) ?? '');
    expect(response.headers()['content-type']).toContain('text/csv');
    const text = await response.text();
    expect(text).not.toMatch(/(^|,)"?=/m);
    const [head = '', first = ''] = text.split('\r\n');
    if (!head.includes('Verdict')) continue;
    const place = (name: string) => Number(first.replaceAll(/"[^"]*"/g, 'x').split(',')[head.split(',').indexOf(name)]);
    expect((place('Kept') + place('Broken')).toLocaleString('en')).toBe(decided);
  }
  const sheet = await context.request.get((await page.getByRole('link', { name: 'Spreadsheet' }).getAttribute('href')) ?? '');
  expect(sheet.headers()['content-disposition']).toMatch(/attachment; filename="company-\w+-report-[\d-]+\.xlsx"/);
  expect((await sheet.body()).subarray(0, 2).toString()).toBe('PK');
  expect((await context.request.get(`/app/${company.slug}/report.csv?table=none`)).status()).toBe(404);
});
