import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { findWindow, type WindowKey } from '../../src/domain/compliance/window.ts';
import { makeReport } from '../../src/domain/figures/company-report.ts';
import { toComplianceAnswer } from '../../src/domain/figures/compliance-answer.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { toLocalDate } from '../../src/domain/local-date.ts';
import { readPeriod } from '../../src/domain/report/period.ts';
import type { Database } from '../../src/store/database.ts';
import { readCompanyFigures } from '../../src/views/company-figures.ts';
import { findPublicCompany } from '../../src/views/find-company.ts';
import { readPeriodReport } from '../../src/views/report/read-period-report.ts';

/**
 * Holds the report of a window's days to the public page, the API and SQL written by hand, as they stand at `now`.
 * @returns how many messages were decided in all, so that a caller can see that there was something to compare.
 */
export async function checkReport(db: Database, slug: string, window: WindowKey, now: Instant): Promise<number> {
  const company = await findPublicCompany(db, slug);
  assert.ok(company !== undefined);
  const firstDate = toLocalDate(findWindow(window, company.timeZone, now).fromAt, company.timeZone);
  const period = readPeriod(`${firstDate}..${toLocalDate(now, company.timeZone)}`, company.timeZone, now);
  assert.ok(period.ok);
  const report = await readPeriodReport(db, company, period.period, [], now);
  const figures = await readCompanyFigures(db, company, window, now);
  assert.deepEqual(
    report.promises.map((promise) => promise.figures),
    figures.commitments,
  );
  const answer = toComplianceAnswer(makeReport(company, figures), []);
  const byHand = await countByHand(db, company, firstDate, now);
  let decided = 0;
  for (const { figures: own } of report.promises) {
    const { met, breached } = own.judgement.counts;
    const told = answer.commitments.find(({ commitment }) => commitment.id === own.commitment.id)?.share;
    assert.deepEqual([met, breached], byHand.get(own.commitment.id) ?? [0, 0], `${slug}: ${own.sentence}`);
    assert.deepEqual([told?.met, told?.breached], [met, breached]);
    decided += met + breached;
  }
  return decided;
}

async function countByHand(db: Database, company: { id: number; timeZone: string }, firstDate: string, now: Instant) {
  const { rows } = await sql<{ id: string; met: number; breached: number }>`
    select commitment_id as id,
      count(*) filter (where answered_at <= ${now} and staffed_seconds <= target_seconds)::int8 as met,
      count(*) filter (where answered_at <= ${now} and staffed_seconds > target_seconds
        or (answered_at is null or answered_at > ${now}) and breach_at < ${now})::int8 as breached
    from obligation
    where company_id = ${company.id} and (excluded_at is null or excluded_at > ${now}) and asked_at <= ${now}
      and (to_timestamp(asked_at) at time zone ${company.timeZone})::date >= ${firstDate}::date
    group by commitment_id`.execute(db);
  return new Map(rows.map(({ id, met, breached }) => [id, [met, breached]]));
}
