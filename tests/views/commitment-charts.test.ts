import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommitmentCharts } from '../../src/views/commitment-charts.ts';
import { readCompanyFigures } from '../../src/views/company-figures.ts';
import { makeCompany, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeObligation, makeSource, storeObligations } from '../support/obligation.ts';
import { makeCommitment, makePromises, publishForTest } from '../support/promise.ts';

const at = (text: string) => Date.parse(text) / 1000;

onEachDatabase('views/commitment-charts', (open) => {
  test('shares by day, waits by length and hours of the week, by the company’s clock', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    await publishForTest(db, company.id, {
      number: 1,
      content: makePromises([makeCommitment()]),
      effectiveAt: at('2026-01-01T00:00:00Z'),
    });
    await makeSource(db, company.id, { lastSeenAt: TEST_NOW, channels: ['x'] });
    await storeObligations(db, [
      // Sunday 1 March 2026, 00:30 in Berlin is Saturday in UTC.
      makeObligation(company.id, 60, { asked_at: at('2026-02-28T23:30:00Z') }),
      makeObligation(company.id, 61, { asked_at: at('2026-02-28T23:45:00Z') }),
      makeObligation(company.id, 3600, { asked_at: at('2026-03-01T00:10:00Z') }),
      makeObligation(company.id, 3601, { asked_at: at('2026-03-01T00:20:00Z') }),
      makeObligation(company.id, null, { asked_at: at('2026-03-01T00:30:00Z') }),
      makeObligation(company.id, null, { asked_at: TEST_NOW - 60 }),
    ]);

    const figures = await readCompanyFigures(db, company, '7d', TEST_NOW);
    const [chosen] = figures.commitments;
    assert.ok(chosen !== undefined);
    const { shares, waits, hours } = await readCommitmentCharts(db, company, figures, chosen);

    assert.deepEqual(
      shares.map(({ date, met, decided }) => [date, met, decided]),
      [
        ['2026-02-24', 0, 0],
        ['2026-02-25', 0, 0],
        ['2026-02-26', 0, 0],
        ['2026-02-27', 0, 0],
        ['2026-02-28', 0, 0],
        ['2026-03-01', 3, 5],
        ['2026-03-02', 0, 0],
      ],
    );
    assert.equal(shares[5]?.share, 0.6);
    assert.deepEqual(
      waits.filter(({ messages }) => messages > 0),
      [
        { upToSeconds: 60, kind: 'within', messages: 1 },
        { upToSeconds: 300, kind: 'within', messages: 1 },
        { upToSeconds: 3600, kind: 'within', messages: 1 },
        { upToSeconds: 7200, kind: 'late', messages: 1 },
        { upToSeconds: null, kind: 'unanswered', messages: 1 },
      ],
    );
    assert.deepEqual(hours, [
      { weekday: 6, hour: 0, met: 2, decided: 2 },
      { weekday: 6, hour: 1, met: 1, decided: 3 },
    ]);
  });

  test('the hour of the week follows the clocks when they change', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    await publishForTest(db, company.id, {
      number: 1,
      content: makePromises([makeCommitment()]),
      effectiveAt: at('2026-01-01T00:00:00Z'),
    });
    await makeSource(db, company.id, { lastSeenAt: TEST_NOW, channels: ['x'] });
    const winter = makeObligation(company.id, 60, { asked_at: at('2026-03-27T09:00:00Z') });
    const summer = makeObligation(company.id, 60, { asked_at: at('2026-03-30T08:00:00Z') });
    await storeObligations(db, [winter, summer]);

    const figures = await readCompanyFigures(db, company, '30d', at('2026-04-02T12:00:00Z'));
    const [chosen] = figures.commitments;
    assert.ok(chosen !== undefined);
    const { hours } = await readCommitmentCharts(db, company, figures, chosen);
    assert.deepEqual(
      hours.map(({ weekday, hour }) => [weekday, hour]),
      [
        [0, 10],
        [4, 10],
      ],
    );
  });
});
