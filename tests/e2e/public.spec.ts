import { createApiKey } from '../../src/commands/create-api-key.ts';
import type { Agreement } from '../../src/domain/agreement/agreement.ts';
import { notifyCompanyChanged } from '../../src/store/change-notice.ts';
import type { Database } from '../../src/store/database.ts';
import { fillLively } from '../support/lively-company.ts';
import { expect, test } from './support/test.ts';
import type { World } from './support/world.ts';

/** A company with a year of promises and 12 days of messages. */
async function makeLively(db: Database, world: World) {
  const company = await world.makeCompany();
  await fillLively(db, company, world.now(), 12);
  await db.transaction().execute((trx) => notifyCompanyChanged(trx, company.id));
  return company;
}

/** A company with an agreement in force, and a function that has an answered message recorded over HTTP. */
async function makeMeasured(world: World, post: (address: string, options: object) => Promise<{ json(): Promise<unknown> }>) {
  const company = await world.makeCompany();
  const agreement: Agreement = await world.publishAgreement(company);
  const { sourceId } = await world.makeSource(company);
  const { key } = await createApiKey(world.context(company.owner.actor), company.slug, { sourceId, name: 'Test' });
  const send = async (id: string) => {
    const shared = { conversation: id, channel: agreement.channels[0]?.id, at: world.now() };
    const data = [
      { id: `${id}-q`, ...shared, type: 'customer-message' },
      { id: `${id}-a`, ...shared, type: 'agent-reply' },
    ];
    const answer = await post('/api/v1/events', { headers: { Authorization: `Bearer ${key}` }, data });
    expect(await answer.json()).toMatchObject({ recorded: 2 });
  };
  return { company, send };
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the page has the promise, and beside it all that a figure must carry', async ({ page, database, world }) => {
    const { slug } = await makeLively(database.db, world);
    await page.goto(`/${slug}`);
    const promise = page.locator('[data-promise]').first();
    await expect(promise).toContainText(/answers .*within .*times/);
    const proof = promise.locator('[data-figure]');
    await expect(proof.locator('[data-verdict]')).toHaveText(/^(Kept|Kept so far|At risk|Not kept)$/);
    await expect(proof).toContainText(/\d+(\.\d)?\u00a0%/);
    await expect(proof).toContainText(/promised \d+/);
    await expect(proof).toContainText(/median \d+/);
    await expect(proof).toContainText(/9 of 10 within/);
    await expect(proof).toContainText(/[\d,]+ messages/);
    await promise.getByText('How this was counted').click();
    for (const name of ['How sure', 'What customers waited', 'Evidence', 'Left out', 'Computed']) {
      await expect(promise.getByRole('term').filter({ hasText: name })).toBeVisible();
    }
    await expect(promise).toContainText('delivered, signed, by the support system');
    await expect(promise).toContainText('decided in the last 30 days');
    await expect(page.getByRole('heading', { name: 'Fair both ways' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'What we ask of you' })).toBeVisible();
  });

  test('times name the company’s zone and UTC', async ({ page, database, world }) => {
    const { slug } = await makeLively(database.db, world);
    await page.goto(`/${slug}`);
    await expect(page.getByRole('heading', { name: 'If you get in touch now' })).toContainText(
      /\d\d:\d\d Berlin time \(.*\d\d:\d\d UTC\)$/,
    );
    await expect(page.locator('header', { has: page.getByRole('heading', { level: 1 }) })).toContainText(
      /Counted at \d\d:\d\d Berlin time \(/,
    );
  });

  test('another period is a link, and leads to other figures', async ({ page, database, world }) => {
    const { slug } = await makeLively(database.db, world);
    await page.goto(`/${slug}`);
    const messages = page
      .locator('[data-figure]')
      .first()
      .getByText(/messages$/);
    const before = await messages.textContent();
    await page.getByRole('navigation', { name: 'Period' }).getByRole('link', { name: '7 days', exact: true }).click();
    await expect(page).toHaveURL(`/${slug}?window=7d`);
    await expect(page.getByText(/From [\d,]+ messages in the last 7 days/)).toBeVisible();
    expect(await messages.textContent()).not.toBe(before);
    await expect(page.getByRole('link', { name: '7 days', exact: true })).toHaveAttribute('aria-current', 'true');
  });

  test('each chart has its table', async ({ page, database, world }) => {
    const { slug } = await makeLively(database.db, world);
    await page.goto(`/${slug}`);
    for (const [id, heading] of [
      ['shares', 'Share'],
      ['waits', 'Answered after'],
      ['hours', 'Monday'],
    ] as const) {
      await page.locator(`#${id}-table > summary`).click();
      const table = page.locator(`#${id}-table`).getByRole('table');
      await expect(table).toContainText(heading);
      expect(await table.getByRole('row').count()).toBeGreaterThan(5);
    }
  });
});

test('a company without an agreement says so, and no figure is shown', async ({ page, world }) => {
  const { slug } = await world.makeCompany();
  await page.goto(`/${slug}`);
  await expect(page.getByText('Nothing is promised here yet')).toBeVisible();
  await expect(page.locator('[data-figure]')).toHaveCount(0);
});

test('without messages there is no data, never 100 %', async ({ page, world }) => {
  const company = await world.makeCompany();
  await world.publishAgreement(company);
  await page.goto(`/${company.slug}`);
  const proof = page.locator('[data-figure]').first();
  await expect(proof).toContainText('No data yet');
  await expect(proof).toContainText('nothing decided yet');
  await expect(page.getByRole('main')).not.toContainText('100\u00a0%');
});

test('a few messages are counted, not turned into per cent', async ({ page, request, world }) => {
  const { company, send } = await makeMeasured(world, (address, options) => request.post(address, options));
  for (const id of ['one', 'two', 'three']) await send(id);
  await page.goto(`/${company.slug}`);
  const proof = page.locator('[data-figure]').first();
  await expect(proof).toContainText('3 of 3');
  await expect(proof).toContainText('Too few yet');
  await expect(proof).not.toContainText('100\u00a0%');
});

test('an event changes the open page within two seconds, and the reader stays where they were', async ({ page, request, world }) => {
  const { company, send } = await makeMeasured(world, (address, options) => request.post(address, options));
  const stream = page.waitForResponse(`/live/${company.slug}`);
  await page.goto(`/${company.slug}`);
  await stream;
  const summary = page.getByText('How this was counted').first();
  await summary.focus();
  await page.keyboard.press('Enter');
  await page.evaluate(() => document.documentElement.setAttribute('data-not-reloaded', ''));
  const scrolled = await page.evaluate(() => scrollY);
  await send('first');
  await expect(page.locator('[data-figure]').first()).toContainText('1 of 1', { timeout: 2_000 });
  await expect(page.locator('html')).toHaveAttribute('data-not-reloaded', '');
  await expect(summary).toBeFocused();
  await expect(page.locator('details.counted').first()).toHaveAttribute('open');
  expect(await page.evaluate(() => scrollY)).toBe(scrolled);
});

test('with scripts times are the reader’s own', async ({ browser, baseURL, database, world }) => {
  const { slug } = await makeLively(database.db, world);
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo', ...(baseURL === undefined ? {} : { baseURL }) });
  const page = await context.newPage();
  await page.goto(`/${slug}`);
  const heading = page.getByRole('heading', { name: 'If you get in touch now' });
  await expect(heading).toContainText('your time');
  const at = await heading.locator('time').getAttribute('datetime');
  const tokyo = new Date(at ?? '').toLocaleTimeString('en-GB', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' });
  await expect(heading.locator('time')).toHaveText(tokyo);
  await context.close();
});

test('the keyboard reaches the period, the promise’s account and the content past the header', async ({ page, database, world }) => {
  const { slug } = await makeLively(database.db, world);
  await page.goto(`/${slug}`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: /^Skip/ })).toBeFocused();
  await page.getByRole('link', { name: '90 days', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/${slug}?window=90d`);
  const summary = page.getByText('How this was counted').first();
  await summary.focus();
  await page.keyboard.press('Space');
  await expect(page.locator('details.counted').first()).toHaveAttribute('open');
});

test('no public page is wider than a phone', async ({ page, database, world }) => {
  const { slug } = await makeLively(database.db, world);
  await page.setViewportSize({ width: 360, height: 740 });
  const paths = [
    '/',
    '/companies',
    `/${slug}`,
    `/${slug}/versions`,
    `/${slug}/versions/1`,
    `/${slug}/embed`,
    '/how-it-is-measured',
    '/api',
    '/sign-up',
    '/sign-in',
    '/nobody-has-this',
  ];
  for (const path of paths) {
    await page.goto(path);
    await page.locator('details').evaluateAll((all) => {
      for (const details of all) details.setAttribute('open', '');
    });
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(excess, path).toBeLessThanOrEqual(0);
  }
});

test('the directory says of each figure when it was counted and from how much', async ({ page, database, world }) => {
  const { slug, name } = await makeLively(database.db, world);
  const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });
  await expect(async () => {
    await page.goto(`/companies?q=${slug}`);
    await expect(row).toContainText(/[\d,]+ messages in the last 30 days/, { timeout: 500 });
  }).toPass();
  await expect(row).toContainText(/counted .*\d\d:\d\d/);
});

test('a page that was drawn for somebody is the same for the next, in words and headers', async ({ world }) => {
  const company = await world.makeCompany({ name: 'Acme Repairs' });
  await world.publishAgreement(company);
  const read = async (path: string) => {
    const answer = await fetch(`${world.baseUrl}${path}`);
    const { date: _date, 'content-length': length, 'transfer-encoding': _encoding, ...headers } = Object.fromEntries(answer.headers);
    return { headers, body: await answer.text(), isSentAgain: length !== undefined };
  };
  for (const path of [`/${company.slug}`, '/companies?q=acme']) {
    // Both within one second: the first draws it.
    await expect(async () => {
      const [drawn, again] = [await read(path), await read(path)];
      expect([drawn.isSentAgain, again.isSentAgain]).toEqual([false, true]);
      expect(again.headers).toEqual(drawn.headers);
      expect(again.body).toBe(drawn.body);
    }).toPass();
  }
  const signedIn = await fetch(`${world.baseUrl}/companies?q=acme`, { headers: { Cookie: 'anything=1' } });
  expect(signedIn.headers.has('content-length')).toBe(false);
});
