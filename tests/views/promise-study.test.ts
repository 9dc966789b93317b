import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordEvents } from '../../src/commands/record-events.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { countKept } from '../../src/domain/promise/waits.ts';
import { readPromiseStudies, readPromiseTrial } from '../../src/views/read-promise-study.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany, publishVersion, sampleAgreement } from '../support/measured-company.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
/** Sunday, 2026-02-01, 12:00 UTC. */
const FEBRUARY = TEST_NOW - 29 * DAY + 3 * HOUR;

onEachDatabase('views/promise-study', (open) => {
  test('the strictest target of a month is that of its messages, whatever waits', async () => {
    const { ask, study } = await begin(open);
    // Answered after 1, 2, … 19 minutes, and one never: 90 % of 20 are 18.
    await ask(FEBRUARY, ...Array.from({ length: 19 }, (_, index) => (index + 1) * MINUTE), null);
    const { months, proposalSeconds, countedMonths } = await study();
    assert.equal(months.length, 12);
    assert.equal(months.at(-1)?.month, '2026-02');
    assert.deepEqual(months.at(-1)?.kept, { met: 19, breached: 1 });
    assert.deepEqual(months.at(-1)?.strictest, { seconds: 18 * MINUTE, lower: 15 * MINUTE, upper: null, decided: 20 });
    assert.deepEqual([countedMonths, proposalSeconds], [1, 20 * MINUTE]);
  });

  test('a month too strict for the others sets the target for all', async () => {
    const { ask, study } = await begin(open);
    await ask(FEBRUARY, ...Array.from({ length: 10 }, () => 5 * MINUTE));
    await ask(FEBRUARY - 20 * DAY, ...Array.from({ length: 10 }, () => 50 * MINUTE));
    const { proposalSeconds, curve } = await study();
    assert.equal(proposalSeconds, HOUR);
    const [five, hour] = [5 * MINUTE, HOUR].map((target) => curve.find(({ targetSeconds }) => targetSeconds === target));
    assert.deepEqual([five?.met, five?.breached, five?.monthsKept], [10, 10, 1]);
    assert.deepEqual([hour?.met, hour?.breached, hour?.monthsKept], [20, 0, 2]);
  });

  test('what was counted on other hours is left out and said so', async () => {
    const { db, company, ask, study } = await begin(open);
    await ask(FEBRUARY, ...Array.from({ length: 10 }, () => 5 * MINUTE));
    const content = sampleAgreement();
    const commitments = content.commitments.map((commitment) => ({ ...commitment, clockCalendarId: 'office' }));
    await publishVersion(db, company.id, { number: 2, effectiveAt: TEST_NOW - DAY, content: { ...content, commitments } });
    const { leftOut, countedMonths, proposalSeconds } = await study();
    assert.deepEqual([leftOut, countedMonths, proposalSeconds], [10, 0, undefined]);
  });

  test('a target is tried on real messages, by the hour of the week, and on other hours', async () => {
    const { db, company, ask } = await begin(open);
    await ask(FEBRUARY, 5 * MINUTE, 5 * MINUTE, 20 * MINUTE);
    await ask(FEBRUARY + 7 * DAY, 20 * MINUTE, null);
    const studies = await readPromiseStudies(db, company, TEST_NOW);
    const version = studies?.version;
    const commitment = version?.content.commitments.find(({ id }) => id === 'x-first');
    assert.ok(version !== undefined && commitment !== undefined);
    const trial = await readPromiseTrial(db, company, { version, commitment, targetSeconds: 10 * MINUTE }, TEST_NOW);
    assert.deepEqual([trial.messages, trial.isCut, trial.since], [5, false, FEBRUARY]);
    assert.deepEqual(trial.moves, {
      met: 2,
      decided: 5,
      missing: 3,
      hours: [{ weekday: 6, hour: 13, decided: 5, late: 3 }],
    });
    assert.equal(trial.hours[0]?.choice.words, 'day and night');
    const office = trial.hours.find(({ choice }) => choice.id === 'office');
    assert.deepEqual(office?.kept, { met: 4, breached: 1 }, 'on a Sunday no office hour passes');
  });

  test('an open matter that is breached counts as never settled, one that runs not at all', async () => {
    const { ask, studies } = await begin(open);
    await ask(FEBRUARY, ...Array.from({ length: 12 }, () => 5 * MINUTE));
    const solved = (await studies()).promises.find(({ commitment }) => commitment.id === 'x-solved');
    const february = solved?.study.waitsByMonth.at(-1);
    assert.ok(february !== undefined);
    assert.deepEqual(countKept(february, 365 * DAY), { met: 0, breached: 12 });
    assert.equal(solved?.study.proposalSeconds, undefined);
  });
});

async function begin(open: Parameters<Parameters<typeof onEachDatabase>[1]>[0]) {
  const { db } = await open();
  const company = await makeMeasuredCompany(db);
  const ctx = makeContext(db, { actor: { kind: 'system' } });
  let asked = 0;
  /** Asks on `x` at `at`, once for each wait until the answer; null is never answered. */
  const ask = async (at: Instant, ...waits: (number | null)[]) => {
    const events = waits.flatMap((wait) => {
      asked += 1;
      const shared = { conversation: `c${asked}`, channel: 'x' };
      const question = { id: `q${asked}`, ...shared, type: 'customer-message', at };
      return wait === null ? [question] : [question, { id: `a${asked}`, ...shared, type: 'agent-reply', at: at + wait }];
    });
    assert.equal((await recordEvents(ctx, company.scope, events)).recorded, events.length);
  };
  const studies = async () => {
    const found = await readPromiseStudies(db, company, TEST_NOW);
    assert.ok(found !== undefined);
    return found;
  };
  const study = async () => {
    const found = (await studies()).promises.find(({ commitment }) => commitment.id === 'x-first')?.study;
    assert.ok(found !== undefined);
    return found;
  };
  return { db, company, ask, study, studies };
}
