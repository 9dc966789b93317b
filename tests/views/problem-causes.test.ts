import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCauseRule } from '../../src/commands/create-cause-rule.ts';
import { keyOf } from '../../src/domain/figures/make-figures.ts';
import { DAY_SECONDS } from '../../src/domain/instant.ts';
import { describeProblemCauses } from '../../src/domain/report/breach-causes.ts';
import type { Problem } from '../../src/domain/report/find-problems.ts';
import { groupByTime } from '../../src/domain/report/message-group.ts';
import { readPeriod } from '../../src/domain/report/period.ts';
import { chartHours } from '../../src/domain/tally/chart-tallies.ts';
import { isSameKey } from '../../src/domain/tally/tally.ts';
import { readSpanFigures } from '../../src/views/company-figures.ts';
import { explainProblems } from '../../src/views/report/read-breach-causes.ts';
import { groupsOf, readMessageCounts } from '../../src/views/report/read-message-counts.ts';
import { readPeriodReport } from '../../src/views/report/read-period-report.ts';
import { makeCompany, makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { fillReported } from '../support/reported-company.ts';

/** Sunday, 5 April 2026: Berlin has put its clocks forward a week before. */
const NOW = TEST_NOW + 34 * DAY_SECONDS;

onEachDatabase('the causes of problems', (open) => {
  async function makePlace() {
    const { db } = await open();
    const company = await makeCompany(db);
    await fillReported(db, company, NOW, 30);
    const answer = readPeriod('2026-03-10..2026-04-05', company.timeZone, NOW);
    if (!answer.ok) throw new Error(answer.problem);
    return { db, company, period: answer.period, owner: makeContext(db, { actor: company.owner.actor }) };
  }

  test('are those of exactly the breaches of the weekdays, hours and languages that the problem is about', async () => {
    const { db, company, period, owner } = await makePlace();
    const { figures, tallies } = await readSpanFigures(db, company, period, NOW);
    const messages = await readMessageCounts(
      db,
      company.id,
      figures.commitments.map(({ commitment }) => keyOf(commitment)),
      period,
      NOW,
    );
    const problems = figures.commitments.flatMap((own): Problem[] => {
      const key = keyOf(own.commitment);
      const hours = chartHours(
        tallies.filter((tally) => isSameKey(tally, key)),
        NOW,
      );
      const allBreached = own.judgement.counts.breached;
      const groups = [undefined, ...groupByTime(hours), ...groupsOf(messages, key)];
      return groups.map((group) => ({
        figures: own,
        group,
        met: 0,
        breached: group?.breached ?? allBreached,
        allBreached,
        excess: 0,
        logChance: 0,
      }));
    });
    assert.ok(problems.length > 200 && problems.some(({ group }) => group?.kind === 'language'));
    await createCauseRule(owner, company.slug, { cause: 'other' });
    for (const { breached, causes, group } of await explainProblems(db, company, problems, period, NOW)) {
      assert.deepEqual(causes, breached === 0 ? [] : [{ cause: 'other', breached }], group?.words ?? 'as a whole');
    }
  });

  test('are told beside it, with how many breaches nobody has said why of', async () => {
    const { db, company, period, owner } = await makePlace();
    const read = async () => {
      const { search } = await readPeriodReport(db, company, period, [], NOW);
      return search.problems.find(({ group }) => group?.words === 'on Monday mornings') as Problem;
    };
    assert.equal(describeProblemCauses(await read()), undefined);
    await createCauseRule(owner, company.slug, { cause: 'staffing', weekdays: ['0'], from: '08:00', until: '09:00' });
    owner.now += 1;
    await createCauseRule(owner, company.slug, {
      cause: 'tool',
      channelId: 'whatsapp',
      firstDate: '2026-03-16',
      lastDate: '2026-03-16',
      from: '08:00',
      until: '08:20',
    });
    const problem = await read();
    const [first, second] = problem.causes ?? [];
    assert.ok(first?.cause === 'staffing' && second?.cause === 'tool');
    const rest = problem.breached - first.breached - second.breached;
    assert.ok(rest > 0);
    assert.equal(describeProblemCauses(problem), `Staffing ${first.breached}, tool ${second.breached}, not said ${rest}`);
  });
});
