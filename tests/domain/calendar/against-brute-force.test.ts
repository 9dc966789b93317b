import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileCalendar } from '../../../src/domain/calendar/compile-calendar.ts';
import { scene } from './arbitrary-calendar.ts';
import { countOpenSeconds, listOpenMinutes } from './brute-force.ts';

const DAYS = 4;
const MINUTES = DAYS * 1440;
const SECONDS = MINUTES * 60;
const offset = fc.integer({ min: 0, max: SECONDS });

test('open, elapsed and changes are what the wall clock reads, around changes of the clocks', () => {
  fc.assert(
    fc.property(scene, offset, offset, ({ rules, changeAt }, a, b) => {
      const startAt = changeAt - SECONDS / 2;
      const open = listOpenMinutes(rules, startAt, MINUTES);
      const calendar = compileCalendar(rules);
      for (let i = 0; i < MINUTES; i += 7) assert.equal(calendar.isOpen(startAt + i * 60), open[i]);
      assert.equal(calendar.elapsedSeconds(startAt + a, startAt + b), countOpenSeconds(open, startAt, startAt + a, startAt + b));
      const minute = Math.min(MINUTES - 1, Math.floor(a / 60));
      const change = open.findIndex((isOpen, i) => i > minute && isOpen !== open[minute]);
      if (change > 0) assert.equal(calendar.nextChange(startAt + a), startAt + change * 60);
    }),
    { numRuns: 80 },
  );
});

test('every change of the scene is found, and nothing else', () => {
  fc.assert(
    fc.property(scene, ({ rules, changeAt }) => {
      const startAt = changeAt - SECONDS / 2;
      const open = listOpenMinutes(rules, startAt, MINUTES);
      const expected = open.flatMap((isOpen, i) => (i > 0 && isOpen !== open[i - 1] ? [startAt + i * 60] : []));
      const calendar = compileCalendar(rules);
      const found: number[] = [];
      let at = calendar.nextChange(startAt);
      while (at !== null && at < startAt + SECONDS) {
        found.push(at);
        at = calendar.nextChange(at);
      }
      assert.deepEqual(found, expected);
    }),
    { numRuns: 60 },
  );
});

test('adding gives the earliest instant that uses the seconds up, and the last that uses no more', () => {
  fc.assert(
    fc.property(scene, offset, fc.integer({ min: 0, max: 200_000 }), ({ rules, changeAt }, a, seconds) => {
      const calendar = compileCalendar(rules);
      const fromAt = changeAt - SECONDS / 2 + a;
      const earliestAt = calendar.addSeconds(fromAt, seconds);
      if (earliestAt === null) return;
      assert.equal(calendar.elapsedSeconds(fromAt, earliestAt), seconds);
      if (seconds > 0) assert.equal(calendar.elapsedSeconds(fromAt, earliestAt - 1), seconds - 1);
      else assert.equal(earliestAt, fromAt);
      const latestAt = calendar.latestInstantWithin(fromAt, seconds);
      if (latestAt === null) return;
      assert.ok(latestAt >= earliestAt);
      assert.equal(calendar.elapsedSeconds(fromAt, latestAt), seconds);
      assert.equal(calendar.elapsedSeconds(fromAt, latestAt + 1), seconds + 1);
      assert.ok(calendar.isOpen(latestAt));
    }),
    { numRuns: 300 },
  );
});

test('elapsed time adds up, over years too, and is never negative', () => {
  const years = fc.integer({ min: -20 * 31_557_600, max: 20 * 31_557_600 });
  fc.assert(
    fc.property(scene, fc.tuple(years, years, years), ({ rules, changeAt }, offsets) => {
      const calendar = compileCalendar(rules);
      const [a, b, c] = offsets.sort((x, y) => x - y).map((seconds) => changeAt + seconds) as [number, number, number];
      const whole = calendar.elapsedSeconds(a, c);
      assert.equal(calendar.elapsedSeconds(a, b) + calendar.elapsedSeconds(b, c), whole);
      assert.ok(whole >= 0 && whole <= c - a);
      assert.equal(calendar.elapsedSeconds(c, a), 0);
    }),
    { numRuns: 100 },
  );
});
