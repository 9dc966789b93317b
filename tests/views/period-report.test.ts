import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { nameProblem } from '../../src/domain/report/describe-report.ts';
import { readPeriod } from '../../src/domain/report/period.ts';
import type { Company } from '../../src/store/company.ts';
import type { Database } from '../../src/store/database.ts';
import { readPeriodReport } from '../../src/views/report/read-period-report.ts';
import { checkReport } from '../support/check-report.ts';
import { makeCompany, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeObligation, makeSource, storeObligations } from '../support/obligation.ts';
import { makeCommitment, makePromises, publishForTest } from '../support/promise.ts';
import { fillReported } from '../support/reported-company.ts';

const NOW = TEST_NOW;
const DAY = 86_400;
const ZONE = 'Europe/Berlin';

function periodOf(key: string, now = NOW) {
  const answer = readPeriod(key, ZONE, now);
  if (!answer.ok) throw new Error(answer.problem);
  return answer.period;
}

const readReport = (db: Database, company: Company, key: string, channelIds: string[] = [], now = NOW) =>
  readPeriodReport(db, company, periodOf(key, now), channelIds, now);

onEachDatabase('views/period-report', (open) => {
  test('the figures are those of the public page, of the API and of SQL written by hand', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    await fillReported(db, company, NOW, 40);
    assert.ok((await checkReport(db, company.slug, '30d', NOW)) > 400);
  });

  test('charts, hours, languages and followings add up to the figures', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    await fillReported(db, company, NOW, 40);
    const report = await readReport(db, company, '2026-02');
    for (const { figures, points } of report.promises) {
      const { met, breached } = figures.judgement.counts;
      assert.equal(points.length, 28);
      assert.deepEqual(
        [points.reduce((sum, point) => sum + point.met, 0), points.reduce((sum, point) => sum + point.decided, 0)],
        [met, met + breached],
      );
      const bands = report.treatment.find((own) => own.figures === figures)?.bands ?? [];
      if (met + breached < 100) continue;
      assert.equal(
        bands.reduce((sum, band) => sum + band.met + band.breached, 0),
        met + breached,
      );
    }
    const names = report.search.problems.map((problem) =>
      nameProblem(
        problem,
        report.promises.map(({ figures }) => figures),
      ),
    );
    assert.ok(
      names.some((name) => /^WhatsApp.* on Monday mornings$/.test(name)),
      names.join('; '),
    );
    assert.ok(report.search.problems.length <= 3);
  });

  test('what was open before and came, less what was closed, is open, and SQL by hand says the same', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    await fillReported(db, company, NOW, 60);
    const report = await readReport(db, company, '2026-02');
    const [fromAt, endAt] = [report.period.fromAt, report.period.toAt + 1];
    const { rows } = await sql<{ channel: string; before: number; open: number; received: number }>`
      select channel_id as channel,
        count(*) filter (where asked_at < ${fromAt} and (answered_at is null or answered_at >= ${fromAt}))::int8 as before,
        count(*) filter (where answered_at is null or answered_at >= ${endAt})::int8 as open,
        count(*) filter (where asked_at >= ${fromAt})::int8 as received
      from obligation
      where company_id = ${company.id} and asked_at < ${endAt} and metric in ('first-response', 'next-response')
      group by channel_id`.execute(db);
    assert.ok(rows.length >= 3);
    for (const { channel, before, open: left, received } of rows) {
      const volume = report.volume.channels.find(({ channelId }) => channelId === channel);
      assert.deepEqual([volume?.openBefore, volume?.received, volume?.open], [before, received, left], channel);
      assert.equal((volume?.openBefore ?? 0) + (volume?.received ?? 0) - (volume?.closed ?? 0), volume?.open);
    }
    assert.equal(
      report.volume.points.at(-1)?.open,
      report.volume.channels.reduce((sum, { open: left }) => sum + left, 0),
    );
  });

  test('a period that is over is held against the one before and the year before, and later silence does not make it stale', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    const content = makePromises([makeCommitment()]);
    await publishForTest(db, company.id, { number: 1, content, effectiveAt: NOW - 800 * DAY });
    await makeSource(db, company.id, { lastSeenAt: Date.UTC(2026, 1, 10) / 1000, channels: ['x'] });
    const put = (date: string, kept: number, broken: number) =>
      storeObligations(
        db,
        Array.from({ length: kept + broken }, (_, index) =>
          makeObligation(company.id, index < kept ? 60 : 7200, { asked_at: Date.parse(`${date}T10:00:00Z`) / 1000 + index }),
        ),
      );
    await put('2026-01-15', 95, 5);
    await put('2025-12-15', 60, 40);
    await put('2025-01-15', 96, 4);
    const report = await readReport(db, company, '2026-01');
    const promise = report.promises[0];
    assert.equal(promise?.figures.judgement.verdict, 'kept-so-far');
    assert.deepEqual([promise?.before?.counts.met, promise?.before?.change?.trend], [60, 'better']);
    assert.deepEqual([promise?.yearBefore?.counts.met, promise?.yearBefore?.change?.trend], [96, 'steady']);
    assert.deepEqual([report.volume.receivedBefore, report.volume.receivedYearBefore], [100, 100]);
    const later = await readReport(db, company, '2026-03-01..2026-03-02');
    assert.equal(later.promises[0]?.figures.judgement.verdict, 'stale');
  });

  test('the promises are those in force at the end of the period, and what took effect in it is told', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    const at = (date: string) => Date.parse(`${date}T00:00:00+01:00`) / 1000;
    await publishForTest(db, company.id, { number: 1, content: makePromises([makeCommitment()]), effectiveAt: at('2025-06-01') });
    const weaker = makePromises([makeCommitment({ targetSeconds: 7200 })]);
    await publishForTest(db, company.id, { number: 2, content: weaker, effectiveAt: at('2026-02-01') });
    const january = await readReport(db, company, '2026-01');
    assert.equal(january.promises[0]?.figures.commitment.targetSeconds, 3600);
    assert.deepEqual(january.versions, []);
    const february = await readReport(db, company, '2026-02');
    assert.equal(february.promises[0]?.figures.commitment.targetSeconds, 7200);
    assert.equal(february.versions[0]?.number, 2);
    assert.equal(february.versions[0]?.changes?.[0]?.part, 'commitments');
    assert.equal(february.versions[0]?.weakenings.length, 1);
  });

  test('a report is narrowed to channels, and unknown ones are left out', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    await fillReported(db, company, NOW, 10);
    const report = await readReport(db, company, '2026-02', ['phone', 'nowhere']);
    assert.deepEqual(report.channelIds, ['phone']);
    assert.deepEqual([...new Set(report.promises.map(({ figures }) => figures.channel.id))], ['phone']);
    assert.deepEqual(
      report.volume.channels.map(({ channelId }) => channelId),
      ['phone'],
    );
  });
});
