import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewRow } from '../../db/schema.ts';
import { outcomeAt } from '../../src/domain/conversation/obligation.ts';
import { DAY_SECONDS, HOUR_SECONDS } from '../../src/domain/instant.ts';
import type { Database } from '../../src/store/database.ts';
import { readCompanyFigures } from '../../src/views/company-figures.ts';
import { makeCompany, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeObligation, makeSource, storeObligations } from '../support/obligation.ts';
import { makeCommitment, makePromises, publishForTest } from '../support/promise.ts';

const NOW = TEST_NOW;
const YESTERDAY = NOW - DAY_SECONDS;

/** A company whose version 1, in force for a year, promises a first answer on X. */
async function makePromise(db: Database, lastSeenAt = NOW) {
  const company = await makeCompany(db);
  await publishForTest(db, company.id, { number: 1, content: makePromises([makeCommitment()]), effectiveAt: NOW - 365 * DAY_SECONDS });
  await makeSource(db, company.id, { lastSeenAt, channels: ['x'] });
  return company;
}

const times = (count: number, make: (index: number) => NewRow<'obligation'>) => Array.from({ length: count }, (_, index) => make(index));

onEachDatabase('views/company-figures', (open) => {
  test('counts, percentiles and verdict of a window', async () => {
    const { db } = await open();
    const { id, ...company } = await makePromise(db);
    await storeObligations(db, [
      ...times(18, (index) => makeObligation(id, 60 * (index + 1), { asked_at: YESTERDAY + index })),
      makeObligation(id, 3601, { asked_at: YESTERDAY }),
      makeObligation(id, null, { asked_at: YESTERDAY }),
      makeObligation(id, null, { asked_at: NOW - 60 }),
    ]);

    const { commitments, former } = await readCompanyFigures(db, { id, ...company }, '30d', NOW);
    const figures = commitments[0];
    assert.deepEqual(former, []);
    assert.equal(figures?.sentence, 'A person answers within 1 hour, 9 of 10 times, day and night.');
    assert.deepEqual(figures?.judgement.counts, { met: 18, breached: 2, running: 1, excluded: 0, lateExcluded: 0 });
    assert.equal(figures?.judgement.verdict, 'kept-so-far');
    // 20 decided: the median is the 10th, the 90th percentile the 18th.
    assert.deepEqual(figures?.waited, { median: 600, p90: 1080 });
    assert.deepEqual(figures?.evidence, [{ level: 'reported', messages: 20 }]);
  });

  test('a percentile among those never answered is told as such, and waits differ from staffed time', async () => {
    const { db } = await open();
    const { id, ...company } = await makePromise(db);
    await storeObligations(db, [
      ...times(5, () => makeObligation(id, 600, { asked_at: YESTERDAY, waited_seconds: 6000, staffed_seconds: 600 })),
      ...times(5, () => makeObligation(id, null, { asked_at: YESTERDAY })),
    ]);

    const { commitments } = await readCompanyFigures(db, { id, ...company }, '30d', NOW);
    assert.deepEqual(commitments[0]?.waited, { median: 6000, p90: 'unanswered' });
    assert.deepEqual(commitments[0]?.staffed, { median: 600, p90: 'unanswered' });
    assert.equal(commitments[0]?.judgement.verdict, 'not-kept');
  });

  test('time alone breaches, one second after the due instant', async () => {
    const { db } = await open();
    const { id, ...company } = await makePromise(db);
    await storeObligations(db, [makeObligation(id, null, { asked_at: NOW - HOUR_SECONDS })]);

    const at = async (now: number) => (await readCompanyFigures(db, { id, ...company }, '7d', now)).commitments[0]?.judgement.counts;
    assert.deepEqual(await at(NOW), { met: 0, breached: 0, running: 1, excluded: 0, lateExcluded: 0 });
    assert.deepEqual(await at(NOW + 1), { met: 0, breached: 1, running: 0, excluded: 0, lateExcluded: 0 });
  });

  test('a message belongs to the window in which it arrived, by the midnight of the company', async () => {
    const { db } = await open();
    const { id, ...company } = await makePromise(db);
    // NOW is Monday 2 March 2026, 10:00 in Berlin: the window of 7 days begins on 24 February at 00:00 there.
    const fromAt = Date.UTC(2026, 1, 23, 23) / 1000;
    await storeObligations(db, [
      makeObligation(id, 60, { asked_at: fromAt }),
      makeObligation(id, 60, { asked_at: fromAt - 1 }),
      makeObligation(id, 60, { asked_at: NOW + 1 }),
    ]);

    const { window, commitments } = await readCompanyFigures(db, { id, ...company }, '7d', NOW);
    assert.equal(window.fromAt, fromAt);
    assert.equal(commitments[0]?.judgement.counts.met, 1);
  });

  test('exclusions are counted by reason, and late ones make the verdict the worse of two', async () => {
    const { db } = await open();
    const { id, ...company } = await makePromise(db);
    const excluded = { excluded_at: NOW - 60, exclusion_reason: 'spam' };
    await storeObligations(db, [
      ...times(40, () => makeObligation(id, 60, { asked_at: YESTERDAY })),
      makeObligation(id, null, { asked_at: YESTERDAY, ...excluded }),
      ...times(20, () => makeObligation(id, null, { asked_at: YESTERDAY, ...excluded, exclusion_reason: 'abuse', late_exclusion: true })),
    ]);

    const { commitments } = await readCompanyFigures(db, { id, ...company }, '30d', NOW);
    const figures = commitments[0];
    assert.deepEqual(figures?.exclusions, [
      { reason: 'abuse', messages: 20, late: 20 },
      { reason: 'spam', messages: 1, late: 0 },
    ]);
    assert.equal(figures?.judgement.counts.met, 40);
    assert.equal(figures?.judgement.counts.breached, 0);
    assert.equal(figures?.judgement.withLateExclusions?.counts.breached, 20);
    assert.equal(figures?.judgement.verdict, 'not-kept');
  });

  test('a silent source makes the figures stale after 48 hours', async () => {
    const { db } = await open();
    const { id, ...company } = await makePromise(db, NOW - 48 * HOUR_SECONDS);
    await storeObligations(
      db,
      times(20, () => makeObligation(id, 60, { asked_at: NOW - 3 * DAY_SECONDS })),
    );

    const at = async (now: number) => (await readCompanyFigures(db, { id, ...company }, '7d', now)).commitments[0]?.judgement.verdict;
    assert.equal(await at(NOW), 'kept-so-far');
    assert.equal(await at(NOW + 1), 'stale');
  });

  test('each message is held to the terms in force when it arrived', async () => {
    const { db } = await open();
    const { id, ...company } = await makePromise(db);
    const weaker = makePromises([makeCommitment({ targetSeconds: 7200, objectivePercent: 70 })]);
    await publishForTest(db, id, { number: 2, content: weaker, effectiveAt: YESTERDAY });
    await storeObligations(db, [
      ...times(15, () => makeObligation(id, 60, { asked_at: YESTERDAY - 10 })),
      ...times(5, () => makeObligation(id, 7000, { asked_at: YESTERDAY - 10 })),
      ...times(20, () => makeObligation(id, 7000, { asked_at: YESTERDAY, target_seconds: 7200, version_number: 2 })),
    ]);

    const { commitments } = await readCompanyFigures(db, { id, ...company }, '30d', NOW);
    const figures = commitments[0];
    assert.equal(figures?.judgement.counts.met, 35);
    assert.equal(figures?.objectivePercent, 80);
    assert.deepEqual(figures?.formerTerms, [
      { versionNumber: 1, sentence: 'A person answers within 1 hour, 9 of 10 times, day and night.', messages: 20 },
    ]);
  });

  test('a promise that was withdrawn keeps its record', async () => {
    const { db } = await open();
    const { id, ...company } = await makePromise(db);
    const content = makePromises([makeCommitment({ id: 'mail', channelId: 'email' })]);
    await publishForTest(db, id, { number: 2, content, effectiveAt: YESTERDAY });
    await storeObligations(
      db,
      times(12, () => makeObligation(id, null, { asked_at: YESTERDAY - DAY_SECONDS })),
    );

    const { commitments, former } = await readCompanyFigures(db, { id, ...company }, '30d', NOW);
    assert.deepEqual(
      commitments.map(({ commitment, judgement }) => [commitment.id, judgement.hasData]),
      [['mail', false]],
    );
    assert.deepEqual(
      former.map(({ commitment, endedWithVersion, judgement }) => [commitment.id, endedWithVersion, judgement.verdict]),
      [['x-first', 1, 'not-kept']],
    );
  });

  test('another company’s messages never count', async () => {
    const { db } = await open();
    const { id, ...company } = await makePromise(db);
    const other = await makePromise(db);
    await storeObligations(
      db,
      times(12, () => makeObligation(other.id, 60, { asked_at: YESTERDAY })),
    );

    const { commitments } = await readCompanyFigures(db, { id, ...company }, '30d', NOW);
    assert.equal(commitments[0]?.judgement.hasData, false);
  });

  test('the outcome in SQL is the outcome of the domain', async () => {
    const { db } = await open();
    const { id, ...company } = await makePromise(db);
    const rows = [null, 0, 60, 3600, 3601, 7200].flatMap((answeredAfter) =>
      [60, 3599, 3600, 3601, 7200].flatMap((age) =>
        [null, NOW - 1, NOW, NOW + 1].map((excluded_at) => makeObligation(id, answeredAfter, { asked_at: NOW - age, excluded_at })),
      ),
    );
    await storeObligations(db, rows);

    const expected = { met: 0, breached: 0, running: 0, excluded: 0, lateExcluded: 0 };
    for (const row of rows) {
      const obligation = {
        commitmentKey: row.commitment_id,
        metric: 'first-response',
        versionNumber: 1,
        messageId: row.message_id ?? null,
        topic: null,
        askedAt: row.asked_at,
        dueAt: row.due_at ?? null,
        breachAt: row.breach_at ?? null,
        answeredAt: row.answered_at ?? null,
        waitedSeconds: row.waited_seconds ?? null,
        staffedSeconds: row.staffed_seconds ?? null,
        targetSeconds: row.target_seconds,
        excludedAt: row.excluded_at ?? null,
        lateExclusion: false,
      } as const;
      expected[outcomeAt(obligation, NOW)] += 1;
    }
    const { commitments } = await readCompanyFigures(db, { id, ...company }, '30d', NOW);
    assert.deepEqual(commitments[0]?.judgement.counts, expected);
  });
});
