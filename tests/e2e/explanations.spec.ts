import { publishExplanation } from '../../src/commands/publish-explanation.ts';
import { fillReported } from '../support/reported-company.ts';
import { expect, test } from './support/test.ts';

const DAY = 86_400;

/** The date in Berlin so many days ago, as a form has it and as people call it. */
function dayBefore(now: number, days: number): { date: string; name: string } {
  const at = new Date((now - days * DAY) * 1000);
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(at);
  return { date, name: new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', dateStyle: 'long' }).format(at) };
}

test('an admin explains a day in public, corrects it and withdraws it, without scripts, and no figure changes', async ({
  world,
  browser,
}) => {
  test.slow();
  const company = await world.makeCompany({ name: 'Nordwind' });
  await fillReported(world.db, company, world.now(), 20);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: world.baseUrl });
  await world.signIn(context, await world.makeMember(company, 'admin'));
  const [page, visitor] = [await context.newPage(), await browser.newPage({ javaScriptEnabled: false, baseURL: world.baseUrl })];
  await visitor.goto(`/${company.slug}`);
  const figures = async () => (await (await visitor.request.get(`/api/v1/companies/${company.slug}/compliance`)).json()).commitments;
  const before = await figures();
  await expect(visitor.getByRole('region', { name: 'What Nordwind says about it' })).toHaveCount(0);

  await page.goto(`/app/${company.slug}`);
  await page.getByRole('navigation', { name: 'Nordwind' }).getByRole('link', { name: 'Explanations' }).click();
  const day = dayBefore(world.now(), 5);
  await page.getByLabel('What happened').fill('Storm: <b>no power</b>\nin the whole town');
  await page.getByLabel('First day').fill(day.date);
  await page.getByLabel('From').fill('14:00');
  await page.getByLabel('Until').fill('12:00');
  await page.getByLabel('WhatsApp').check();
  await page.getByRole('button', { name: 'Publish it' }).click();
  await expect(page.getByRole('alert')).toContainText('It ends before it begins.');
  await expect(page.getByLabel('What happened')).toHaveValue('Storm: <b>no power</b>\nin the whole town');
  await expect(page.getByLabel('WhatsApp')).toBeChecked();
  await page.getByLabel('Until').fill('18:00');
  await page.getByRole('button', { name: 'Publish it' }).click();
  await expect(page.getByRole('status')).toHaveText('The explanation is on your page.');

  await visitor.reload();
  const shown = visitor.getByRole('region', { name: 'What Nordwind says about it' });
  await expect(shown.getByRole('listitem')).toHaveCount(1);
  await expect(shown).toContainText(`${day.name}, 14:00 to 18:00 Berlin time`);
  await expect(shown.locator('blockquote')).toHaveText('Storm: <b>no power</b>\nin the whole town');
  await expect(shown).toContainText(/The promise was (kept|broken) for .* that arrived then\. Published/);
  await expect(shown).not.toContainText('changed');
  const published = await visitor.request.get(`/api/v1/companies/${company.slug}/explanations`);
  expect((await published.json()).explanations).toHaveLength(1);

  await page.getByRole('link', { name: /^Change the explanation of/ }).click();
  await expect(page.getByLabel('Until')).toHaveValue('18:00');
  await page.getByLabel('What happened').fill('Flood: no power');
  await page.getByRole('button', { name: 'Publish the change' }).click();
  await expect(page.getByRole('status')).toHaveText('The change is on your page.');
  await visitor.reload();
  await expect(shown.locator('blockquote')).toHaveText('Flood: no power');
  await expect(shown).toContainText(/Published .*, changed .*/);

  await page.getByText('Withdraw…').click();
  await page.getByRole('button', { name: 'Withdraw it' }).click();
  await expect(page.getByRole('status')).toHaveText('The explanation was withdrawn.');
  await visitor.reload();
  await expect(shown.locator('blockquote')).toHaveCount(0);
  await expect(shown).toContainText('What stood here was withdrawn');
  expect(await figures()).toEqual(before);
  await context.close();
  await visitor.close();
});

test('who has the page open sees an explanation at once, and it stands in the report and beside the chart', async ({
  world,
  page,
  browser,
}) => {
  test.slow();
  const company = await world.makeCompany({ name: 'Nordwind' });
  await fillReported(world.db, company, world.now(), 20);
  const visitor = await browser.newPage({ baseURL: world.baseUrl });
  const stream = visitor.waitForResponse(`/live/${company.slug}`);
  await visitor.goto(`/${company.slug}`);
  await stream;
  const [first, last] = [dayBefore(world.now(), 9), dayBefore(world.now(), 8)];
  const owner = world.context(company.owner.actor);
  const form = { text: 'A fibre was cut by a digger.', firstDate: first.date, lastDate: last.date };
  await publishExplanation(owner, company.slug, form);
  await publishExplanation(owner, company.slug, { ...form, text: 'Two of five were ill.', channelIds: ['whatsapp'], firstDate: last.date });
  await expect(visitor.getByText('A fibre was cut by a digger.')).toBeVisible({ timeout: 5_000 });
  await expect(visitor.locator('#shares').getByRole('link').first()).toHaveAttribute('href', /^#explanation-/);

  await world.signIn(page.context(), await world.makeMember(company, 'viewer'));
  const days = `from=${dayBefore(world.now(), 19).date}&to=${dayBefore(world.now(), 0).date}`;
  await page.goto(`/app/${company.slug}/report?${days}`);
  await expect(page.getByRole('region', { name: 'What Nordwind says about it' }).getByRole('listitem')).toHaveCount(2);
  const table = await page.request.get(`/app/${company.slug}/report.csv?table=explanations&${days}`);
  expect(await table.text()).toMatch(/,WhatsApp,Two of five were ill\.,\d+,\d+,/);
  await expect(page.getByRole('navigation', { name: 'Nordwind' }).getByRole('link', { name: 'Explanations' })).toHaveCount(0);
  expect((await page.request.get(`/app/${company.slug}/explanations`)).status()).toBe(403);

  await world.signIn(page.context(), company.owner);
  await page.goto(`/app/${company.slug}/explanations`);
  for (const [look, width, scheme] of [
    ['narrow', 360, 'light'],
    ['middle', 768, 'dark'],
    ['wide', 1440, 'light'],
  ] as const) {
    for (const each of [page, visitor]) {
      await each.emulateMedia({ colorScheme: scheme });
      await each.setViewportSize({ width, height: 900 });
      expect(await each.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await page.screenshot({ path: test.info().outputPath(`inside-${look}.png`), fullPage: true });
    await visitor.screenshot({ path: test.info().outputPath(`page-${look}.png`), fullPage: true });
  }
  await visitor.close();
});
