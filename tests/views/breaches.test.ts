import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { createCauseRule } from '../../src/commands/create-cause-rule.ts';
import { excludeMessages } from '../../src/commands/exclude-messages.ts';
import { removeCauseRule } from '../../src/commands/remove-cause-rule.ts';
import { setCauses } from '../../src/commands/set-causes.ts';
import { undoExclusions } from '../../src/commands/undo-exclusions.ts';
import { type BreachFilter, readBreachFilter } from '../../src/domain/breach/breach-filter.ts';
import { HOUR_SECONDS } from '../../src/domain/instant.ts';
import { describeCause, describeKnownCauses } from '../../src/domain/report/breach-causes.ts';
import { readPeriod } from '../../src/domain/report/period.ts';
import type { PeriodReport } from '../../src/domain/report/period-report.ts';
import { readBreaches } from '../../src/views/breaches/read-breaches.ts';
import { readCauseRules } from '../../src/views/breaches/read-cause-rules.ts';
import { readSpanFigures } from '../../src/views/company-figures.ts';
import { readPeriodReport } from '../../src/views/report/read-period-report.ts';
import { makeBreachPlace } from '../support/breaches.ts';
import { TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeObligation, storeObligations } from '../support/obligation.ts';

const HOUR = HOUR_SECONDS;
const ALL = readBreachFilter(new URLSearchParams());
const NO_CAUSES = { staffing: 0, outage: 0, volume: 0, tool: 0, holiday: 0, other: 0 };

function periodOf(key = '2026-02-01..2026-03-02') {
  const answer = readPeriod(key, 'Europe/Berlin', TEST_NOW);
  if (!answer.ok) throw new Error(answer.problem);
  return answer.period;
}

onEachDatabase('the list of breaches', (open) => {
  async function makePlace() {
    const { db } = await open();
    const place = await makeBreachPlace(db);
    const read = (filter: Partial<BreachFilter> = {}, after: string | null = null, key?: string) =>
      readBreaches(db, place.company, periodOf(key), { filter: { ...ALL, ...filter }, after }, TEST_NOW);
    return { ...place, db, read };
  }
  type Place = Awaited<ReturnType<typeof makePlace>>;
  const idsOf = ({ rows }: { rows: readonly { conversationId: string }[] }) => rows.map(({ conversationId }) => conversationId);

  /** Monday 9:00 in Berlin is an hour before the present. */
  async function askAll({ ask }: Place): Promise<void> {
    await ask('unanswered', TEST_NOW - 2 * HOUR);
    await ask('late', TEST_NOW - 3 * HOUR, 2 * HOUR);
    await ask('in time', TEST_NOW - 4 * HOUR, 60);
    await ask('waits', TEST_NOW - 60);
    await ask('mail', TEST_NOW - 5 * 24 * HOUR, null, 'mail');
    await ask('before', TEST_NOW - 60 * 24 * HOUR);
  }

  test('holds what came too late or not at all in the period, the newest first, and by outcome the rest', async () => {
    const place = await makePlace();
    await askAll(place);
    const { rows, counts, causes, end } = await place.read({ channel: 'x', promise: 'x-first' });
    assert.deepEqual(
      rows.map(({ conversationId, words, isBreached }) => [conversationId, words, isBreached]),
      [
        ['unanswered', '1\u00a0h over', true],
        ['late', '1\u00a0h over, answered', true],
      ],
    );
    assert.deepEqual([counts, end], [{ breached: 2, excluded: 0, running: 1, met: 1 }, undefined]);
    assert.deepEqual(causes, { ...NO_CAUSES, none: 2 });
    assert.deepEqual(idsOf(await place.read({ channel: 'x', promise: 'x-first', outcome: 'running' })), ['waits']);
    const [met] = (await place.read({ channel: 'x', promise: 'x-first', outcome: 'met' })).rows;
    assert.partialDeepStrictEqual(met, {
      conversationId: 'in time',
      words: 'answered in 1\u00a0min',
      promise: 'First answer within 1 hour',
    });
    assert.deepEqual(idsOf(await place.read({ channel: 'mail' })), ['mail']);
    assert.deepEqual(idsOf(await place.read({ promise: 'x-first' }, null, '2026-01-01..2026-01-02')), ['before']);
  });

  test('tells who said why and who left out what, when, and until when that can be', async () => {
    const place = await makePlace();
    await askAll(place);
    const { owner, company, keyOf, read } = place;
    const promise = 'x-first';
    await setCauses(owner, company.slug, { breaches: [keyOf('late')], cause: 'tool' });
    await excludeMessages(owner, company.slug, { breaches: [keyOf('unanswered')], reason: 'abuse', clause: 'No threats' });
    const [late] = (await read({ promise })).rows;
    assert.deepEqual(late?.cause, { name: 'Tool', who: 'Test user', at: TEST_NOW, isByRule: false });
    assert.equal(late?.excludableUntil, TEST_NOW - 3 * HOUR + 30 * 24 * HOUR);
    const [out] = (await read({ promise, outcome: 'excluded' })).rows;
    const exclusion = { reason: 'abuse', clause: 'No threats', who: 'Test user', at: TEST_NOW, isLate: true };
    assert.deepEqual([out?.conversationId, out?.exclusion], ['unanswered', exclusion]);
    await undoExclusions(owner, company.slug, { breaches: [keyOf('unanswered')] });
    const [back] = (await read({ promise })).rows;
    assert.deepEqual(
      [back?.conversationId, back?.exclusion, back?.restored],
      ['unanswered', undefined, { who: 'Test user', at: TEST_NOW }],
    );
  });

  test('a rule explains what it matches, past and to come; the newest counts, and before it what was said by hand', async () => {
    const place = await makePlace();
    await askAll(place);
    const { owner, company, keyOf, read, ask, contextAt } = place;
    const causes = async () =>
      Object.fromEntries((await read({ promise: 'x-first' })).rows.map(({ conversationId, cause }) => [conversationId, cause?.name]));
    // TEST_NOW is 10:00 on a Monday in Berlin: `unanswered` was asked at 8:00, `late` at 7:00.
    await createCauseRule(owner, company.slug, { cause: 'staffing', channelId: 'x' });
    assert.deepEqual(await causes(), { unanswered: 'Staffing', late: 'Staffing' });
    const outage = {
      cause: 'outage' as const,
      firstDate: '2026-03-02',
      lastDate: '2026-03-02',
      weekdays: ['0'],
      from: '07:30',
      until: '08:01',
    };
    const { ruleId } = await createCauseRule(contextAt(TEST_NOW + 1), company.slug, outage);
    assert.deepEqual(await causes(), { unanswered: 'Outage', late: 'Staffing' });
    await ask('another', TEST_NOW - 2 * HOUR + 59);
    await ask('too late for it', TEST_NOW - 2 * HOUR + 60);
    assert.deepEqual(await causes(), { unanswered: 'Outage', late: 'Staffing', another: 'Outage', 'too late for it': 'Staffing' });
    await setCauses(owner, company.slug, { breaches: [keyOf('another')], cause: 'holiday' });
    const page = await read({ promise: 'x-first' });
    assert.deepEqual(page.causes, { ...NO_CAUSES, outage: 1, staffing: 2, holiday: 1, none: 0 });
    const byRule = page.rows.find(({ conversationId }) => conversationId === 'unanswered')?.cause;
    assert.deepEqual(byRule, { name: 'Outage', who: 'Test user', at: TEST_NOW + 1, isByRule: true });
    assert.deepEqual(idsOf(await read({ cause: 'outage' })), ['unanswered']);
    assert.deepEqual(idsOf(await read({ cause: 'none' })), ['mail']);
    await setCauses(owner, company.slug, { breaches: [keyOf('another')], cause: null });
    await removeCauseRule(owner, company.slug, { ruleId });
    assert.deepEqual(new Set(Object.values(await causes())), new Set(['Staffing']));
    const { rules, subjects } = await readCauseRules(place.db, company.id, TEST_NOW);
    assert.partialDeepStrictEqual(rules, [{ cause: 'Staffing', about: 'X @acme', when: 'always', who: 'Test user' }]);
    assert.ok(subjects.some(({ value }) => value === 'commitment:x:x-first'));
  });

  test('is paged without a gap or a repetition, through equal instants', async () => {
    const { db, company, read } = await makePlace();
    const rows = Array.from({ length: 245 }, (_, index) => {
      const commitment_id = index % 2 === 0 ? 'x-first' : 'x-next';
      return makeObligation(company.id, null, { asked_at: TEST_NOW - 5 * HOUR - Math.floor(index / 90), commitment_id });
    });
    await storeObligations(db, rows);
    const seen: string[] = [];
    const pages: number[] = [];
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof read>> = await read({}, after);
      seen.push(...page.rows.map(({ key }) => key));
      pages.push(page.rows.length);
      if (page.end === undefined) break;
      after = page.end;
    }
    assert.deepEqual([pages, new Set(seen).size], [[100, 100, 45], 245]);
    assert.equal((await read({}, 'nonsense')).rows.length, 100);
  });

  test('is a company’s own, even where another’s messages have the same names', async () => {
    const [own, other] = [await makePlace(), await makePlace()];
    for (const place of [own, other]) await place.ask('m', TEST_NOW - 2 * HOUR);
    await setCauses(own.owner, own.company.slug, { breaches: [own.keyOf('m')], cause: 'tool' });
    await createCauseRule(own.owner, own.company.slug, { cause: 'outage' });
    await excludeMessages(own.owner, own.company.slug, { breaches: [own.keyOf('m')], reason: 'spam' });
    const page = await other.read();
    assert.deepEqual([idsOf(page), page.causes], [['m'], { ...NO_CAUSES, none: 1 }]);
    assert.deepEqual([page.rows[0]?.cause, page.rows[0]?.exclusion], [undefined, undefined]);
  });

  test('counts are those of the figures and of SQL written by hand, and causes change no figure', async () => {
    const place = await makePlace();
    const { db, ask, owner, company, read } = place;
    for (let index = 0; index < 40; index++) {
      const answeredAfter = index % 3 === 0 ? null : index * 300;
      await ask(`c${index}`, TEST_NOW - (index + 1) * 7 * HOUR, answeredAfter, index % 4 === 0 ? 'mail' : 'x');
    }
    const { figures: before } = await readSpanFigures(db, company, periodOf(), TEST_NOW);
    const reportBefore = await readPeriodReport(db, company, periodOf(), [], TEST_NOW);
    const none = reportBefore.causes;
    assert.deepEqual([none.known, none.breached > 10], [0, true]);
    const breached = (await read()).rows.filter(({ isBreached }) => isBreached);
    await setCauses(owner, company.slug, { breaches: breached.slice(0, 6).map(({ key }) => key), cause: 'staffing' });
    await createCauseRule(owner, company.slug, { cause: 'outage', weekdays: ['5', '6'] });
    await createCauseRule(owner, company.slug, { cause: 'volume', channelId: 'mail', from: '14:00', until: '18:00' });
    const { figures: after } = await readSpanFigures(db, company, periodOf(), TEST_NOW);
    assert.deepEqual(after, before);
    const report = await readPeriodReport(db, company, periodOf(), [], TEST_NOW);
    const { causes } = report;
    assert.deepEqual(withoutCauses(report), withoutCauses(reportBefore));

    const breaches = [...before.commitments, ...before.former].map(({ judgement }) => judgement.counts.breached);
    assert.equal(
      causes.breached,
      breaches.reduce((sum, count) => sum + count, 0),
    );
    const { rows } = await sql<{ cause: string; count: number }>`
      select coalesce(given.cause,
          case when channel_id = 'mail' and extract(hour from to_timestamp(o.asked_at) at time zone 'Europe/Berlin') in (14, 15, 16, 17) then 'volume'
            when extract(isodow from to_timestamp(o.asked_at) at time zone 'Europe/Berlin') in (6, 7) then 'outage' end, 'none') as cause,
        count(*)::int8 as count
      from obligation o left join breach_cause given on given.company_id = o.company_id and given.source_id = o.source_id
        and given.conversation_id = o.conversation_id and given.commitment_id = o.commitment_id and given.asked_at = o.asked_at
      where o.company_id = ${company.id} and o.asked_at >= extract(epoch from timestamptz '2026-02-01T00:00:00+01:00')
        and ((o.answered_at is not null and o.staffed_seconds > o.target_seconds) or (o.answered_at is null and o.breach_at < ${TEST_NOW}))
      group by 1`.execute(db);
    const byHand = { ...NO_CAUSES, none: 0, ...Object.fromEntries(rows.map(({ cause, count }) => [cause, count])) };
    assert.ok(byHand.staffing === 6 && byHand.outage > 0 && byHand.volume > 0 && byHand.none > 0, JSON.stringify(byHand));
    assert.deepEqual((await read()).causes, byHand);
    const told = [...causes.causes, causes.unknown].map(({ cause, breached }) => [cause ?? 'none', breached]);
    assert.deepEqual({ ...NO_CAUSES, ...Object.fromEntries(told) }, byHand);
    assert.equal(causes.known, causes.breached - byHand.none);
    assert.match(describeKnownCauses(causes) ?? '', /^The cause of \d+ of \d+ breaches is known; the others may have any\.$/);
    const volume = causes.causes.find(({ cause }) => cause === 'volume');
    const words = describeCause(volume as NonNullable<typeof volume>, causes, [...after.commitments, ...after.former]);
    assert.equal(words, `Volume: ${byHand.volume} of ${causes.known} breaches with a known cause, all E-mail`);
  });
});

/** A report without what it says of causes. */
function withoutCauses({ causes: _, search, ...report }: PeriodReport): unknown {
  return { ...report, search: { ...search, problems: search.problems.map(({ causes: __, ...problem }) => problem) } };
}
