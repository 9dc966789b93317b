import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDayRows } from '../../src/commands/tell-days.ts';
import { getDayClock } from '../../src/domain/tally/day-clock.ts';
import type { ObligationRow } from '../../src/store/obligation.ts';
import { TEST_NOW } from '../support/context.ts';
import { makeObligation } from '../support/obligation.ts';

const DAY = 86_400;
const SCOPE = { companyId: 7, sourceId: 1 };
const NOTHING = { added: [], changed: [], replaced: [], gone: [] };

const askedAgo = (seconds: number, change: object = {}): ObligationRow =>
  makeObligation(7, 60, { asked_at: TEST_NOW - seconds, topic: null, ...change }) as ObligationRow;
const tell = (changes: Partial<Parameters<typeof toDayRows>[2]>) =>
  toDayRows(SCOPE, getDayClock('Europe/Berlin'), { ...NOTHING, ...changes }, TEST_NOW);
const many = (count: number, make: (index: number) => ObligationRow) => Array.from({ length: count }, (_, index) => make(index));

test('what is little and recent is told exactly: what comes and what goes', () => {
  const { table, rows, columns } = tell({
    added: [askedAgo(100)],
    changed: [askedAgo(200)],
    replaced: [askedAgo(200)],
    gone: [askedAgo(2 * DAY)],
  });
  assert.equal(table, 'day_change');
  const sign = columns.indexOf('sign');
  assert.deepEqual(
    rows.map((row) => row[sign]),
    [1, -1, -1],
  );
});

test('what is much, long ago or of many days only marks them', () => {
  assert.equal(tell({ added: many(1_000, () => askedAgo(100)) }).table, 'day_change');
  assert.equal(tell({ added: many(1_001, () => askedAgo(100)) }).table, 'day_mark');
  assert.equal(tell({ added: [askedAgo(30 * DAY)] }).table, 'day_change');
  assert.equal(tell({ added: [askedAgo(31 * DAY)], gone: [askedAgo(0)] }).table, 'day_mark');
  const ofMany = many(25, (index) => askedAgo(index * DAY));
  assert.equal(tell({ added: ofMany.slice(1) }).table, 'day_change');
  assert.deepEqual(tell({ added: ofMany }).rows.length, 1, 'one mark for days that follow each other');
});
