import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BadgeAnswer, BadgeCache } from '../../src/server/badge-cache.ts';
import type { HeldReport, ReportCache } from '../../src/server/report-cache.ts';

const ADDRESS = '/badge/acme.svg';

const anyWillDo = () => false;

/** A cache with one badge. */
function holdBadge(state: { isCurrent: boolean; isPassing: boolean }) {
  const reports = { isCurrent: () => state.isCurrent, isPassing: () => state.isPassing };
  const badges = new BadgeCache(reports as unknown as ReportCache);
  const [before, after] = [{ tag: 'before' }, { tag: 'after' }] as BadgeAnswer[] as [BadgeAnswer, BadgeAnswer];
  const held = {} as HeldReport;
  const renewals = { begun: 0, finish: () => {}, fail: () => {} };
  const renew = () => {
    renewals.begun += 1;
    return new Promise<void>((resolve, reject) => {
      renewals.finish = () => {
        state.isCurrent = true;
        badges.set(ADDRESS, after, held, renew);
        resolve();
      };
      renewals.fail = () => reject(new Error('no database'));
    });
  };
  badges.set(ADDRESS, before, held, renew);
  return { badges, renewals };
}

test('a badge that an event made wrong is shown while it is made anew, once', () => {
  const { badges, renewals } = holdBadge({ isCurrent: false, isPassing: true });
  assert.deepEqual([badges.get(ADDRESS, anyWillDo)?.tag, badges.get(ADDRESS, anyWillDo)?.tag, renewals.begun], ['before', 'before', 1]);
  renewals.finish();
  assert.deepEqual([badges.get(ADDRESS, anyWillDo)?.tag, renewals.begun], ['after', 1]);
});

test('a badge that has been wrong for too long, or by time, is not shown any more', () => {
  const { badges, renewals } = holdBadge({ isCurrent: false, isPassing: false });
  assert.deepEqual([badges.get(ADDRESS, anyWillDo), renewals.begun], [undefined, 0]);
});

test('who wants the newest badge gets none that is being made anew, and any that is right', () => {
  const { badges, renewals } = holdBadge({ isCurrent: false, isPassing: true });
  assert.deepEqual([badges.get(ADDRESS, () => true), badges.get(ADDRESS, anyWillDo)?.tag], [undefined, 'before']);
  renewals.finish();
  assert.equal(badges.get(ADDRESS, () => true)?.tag, 'after');
});

test('a badge that cannot be made anew fails where somebody waits for it, and nowhere else', async () => {
  const { badges, renewals } = holdBadge({ isCurrent: false, isPassing: true });
  badges.get(ADDRESS, anyWillDo);
  renewals.fail();
  await new Promise(setImmediate);
  assert.equal(badges.get(ADDRESS, anyWillDo)?.tag, 'before');
});
