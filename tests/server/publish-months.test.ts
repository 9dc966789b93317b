import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordEvents } from '../../src/commands/record-events.ts';
import { monthsAnswer, toMonthsAnswer } from '../../src/domain/month/month-figures.ts';
import { tabulateMonths } from '../../src/domain/month/month-table.ts';
import { readPeriod } from '../../src/domain/report/period.ts';
import { RULES_VERSION } from '../../src/domain/rules-version.ts';
import { publishMonths } from '../../src/server/publish-months.ts';
import { readSpanFigures } from '../../src/views/company-figures.ts';
import { comparePublishedMonths, readPublishedMonths, readShownMonths } from '../../src/views/published-months.ts';
import { readPeriodReport } from '../../src/views/report/read-period-report.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';

const HOUR = 3_600;
const DAY = 86_400;
/** 2026-04-01T00:00 in Berlin, where summer time has begun. */
const MARCH_ENDS = 1_774_994_400;

onEachDatabase('server/publish-months', (open) => {
  test('a month is published once, seven days after its end by the company’s own clock, with what it was computed by', async () => {
    const { db, company, ask } = await begin(open);
    await ask('a', TEST_NOW, 60);
    await ask('b', TEST_NOW, 2 * HOUR);
    await ask('c', MARCH_ENDS - 1, null);
    await ask('d', MARCH_ENDS, 60);
    await publishMonths(db, '2026a', MARCH_ENDS + 7 * DAY - 1);
    assert.deepEqual(await readPublishedMonths(db, company.id), []);
    await publishMonths(db, '2026a', MARCH_ENDS + 7 * DAY);
    const [march, ...others] = await readPublishedMonths(db, company.id);
    assert.deepEqual(others, []);
    assert.ok(march);
    const { figures, promises, inputs, ...rest } = march;
    assert.equal(inputs, undefined);
    assert.deepEqual(
      promises?.map(({ commitmentId }) => commitmentId),
      ['x-first', 'x-next', 'x-solved', 'mail-first'],
    );
    monthsAnswer.parse(toMonthsAnswer(company.slug, [march]));
    assert.deepEqual(rest, {
      month: '2026-03',
      timeZone: 'Europe/Berlin',
      rulesVersion: RULES_VERSION,
      timeZoneData: '2026a',
      publishedAt: MARCH_ENDS + 7 * DAY,
    });
    assert.deepEqual(
      figures.find(({ commitmentId }) => commitmentId === 'x-first'),
      {
        commitmentId: 'x-first',
        channelId: 'x',
        metric: 'first-response',
        heldAgainstPercent: 90,
        met: 1,
        breached: 2,
        running: 0,
        excluded: 0,
        lateExcluded: 0,
        waited: { median: 2 * HOUR, p90: 'unanswered' },
        staffed: { median: 2 * HOUR, p90: 'unanswered' },
      },
    );
    await ask('late', TEST_NOW, 60);
    await publishMonths(db, '2027a', MARCH_ENDS + 9 * DAY);
    assert.deepEqual(await readPublishedMonths(db, company.id), [march]);
  });

  test('where the events of today come to something else the month is named, with the reason, and kept', async () => {
    const { db, company, ask } = await begin(open);
    await ask('a', TEST_NOW, 60);
    const now = MARCH_ENDS + 8 * DAY;
    await publishMonths(db, '2026a', now);
    const present = { rulesVersion: RULES_VERSION, timeZoneData: '2026a' };
    assert.deepEqual(await comparePublishedMonths(db, company.id, present, now), []);
    await ask('late', TEST_NOW, 60);
    const reasons = async (by: typeof present) =>
      (await comparePublishedMonths(db, company.id, by, now))
        .filter(({ about }) => about === 'x-first')
        .map(({ month, reason }) => [month, reason]);
    assert.deepEqual(await reasons(present), [['2026-03', 'Waits that still ran have ended, or events were recorded or left out since.']]);
    assert.deepEqual(await reasons({ ...present, timeZoneData: '2027a' }), [
      ['2026-03', 'Published with time zone data 2026a; today’s are 2027a.'],
    ]);
    assert.deepEqual(await reasons({ ...present, rulesVersion: RULES_VERSION + 1 }), [
      ['2026-03', `Published by version ${RULES_VERSION} of the rules; today’s is ${RULES_VERSION + 1}.`],
    ]);
    await assert.rejects(db.updateTable('published_month').set({ rules_version: 9 }).where('company_id', '=', company.id).execute());
  });

  test('a report of a published month keeps its figures and says by what they were computed, and where today’s would be others', async () => {
    const { db, company, ask } = await begin(open);
    for (let index = 0; index < 12; index += 1) await ask(`a${index}`, TEST_NOW, index < 11 ? 60 : 2 * HOUR);
    const publishedAt = MARCH_ENDS + 7 * DAY;
    await publishMonths(db, '2026a', publishedAt);
    const read = async () => {
      const answer = readPeriod('2026-03', company.timeZone, publishedAt + DAY);
      assert.ok(answer.ok);
      const { promises, published } = await readPeriodReport(db, company, answer.period, [], publishedAt + DAY);
      const first = promises.find(({ figures }) => figures.commitment.id === 'x-first')?.figures;
      return { met: first?.judgement.counts.met, breached: first?.judgement.counts.breached, published };
    };
    const same = { rulesVersion: RULES_VERSION, timeZoneData: '2026a', publishedAt, differences: [] };
    assert.deepEqual(await read(), { met: 11, breached: 1, published: same });
    await ask('late', TEST_NOW, 2 * HOUR);
    const { published, ...counts } = await read();
    assert.deepEqual(counts, { met: 11, breached: 1 });
    const difference = published?.differences.find(({ about }) => about === 'x-first');
    assert.match(difference?.published ?? '', /^11 met, 1 breached/);
    assert.match(difference?.now ?? '', /^11 met, 2 breached/);
    const { months } = await readShownMonths(db, company.id);
    const live = await readSpanFigures(db, company, { fromAt: TEST_NOW - DAY, toAt: publishedAt }, publishedAt);
    const [row] = tabulateMonths(months, live.figures.commitments);
    assert.deepEqual(
      [row?.name, row?.cells[0]?.judgement.counts.breached, row?.cells[0]?.judgement.verdict],
      ['X, first answer', 1, 'kept-so-far'],
    );
    assert.match(tabulateMonths(months, [])[0]?.name ?? '', /^X, no longer promised: /);
  });

  test('a month that was published before promises were kept with it reads as it did', async () => {
    const { db, company, ask } = await begin(open);
    await ask('a', TEST_NOW, 60);
    const now = MARCH_ENDS + 8 * DAY;
    await publishMonths(db, '2026a', now);
    const [march] = await readPublishedMonths(db, company.id);
    assert.ok(march);
    const former = { month: '2026-02', time_zone: 'Europe/Berlin', rules_version: 1, time_zone_data: '2026a', published_at: now };
    const figures = JSON.stringify(march.figures);
    await db
      .insertInto('published_month')
      .values({ company_id: company.id, ...former, figures, promises: null, inputs: null })
      .execute();
    const [, february] = await readPublishedMonths(db, company.id);
    assert.deepEqual([february?.figures, february?.promises], [march.figures, undefined]);
  });

  test('months before the company was here are not published', async () => {
    const { db, company } = await begin(open);
    await publishMonths(db, '2026a', TEST_NOW + 6 * DAY);
    assert.deepEqual(await readPublishedMonths(db, company.id), []);
  });
});

async function begin(open: Parameters<Parameters<typeof onEachDatabase>[1]>[0]) {
  const { db } = await open();
  const company = await makeMeasuredCompany(db);
  const ask = async (name: string, at: number, wait: number | null) => {
    const shared = { conversation: name, channel: 'x' };
    const question = { id: `${name}-q`, ...shared, type: 'customer-message', at };
    const events = wait === null ? [question] : [question, { id: `${name}-a`, ...shared, type: 'agent-reply', at: at + wait }];
    const ctx = makeContext(db, { now: MARCH_ENDS + 8 * DAY, actor: { kind: 'system' } });
    assert.equal((await recordEvents(ctx, company.scope, events)).recorded, events.length);
  };
  return { db, company, ask };
}
