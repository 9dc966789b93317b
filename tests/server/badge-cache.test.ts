import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BadgeAnswer, BadgeCache } from '../../src/server/badge-cache.ts';
import type { HeldReport, ReportCache } from '../../src/server/report-cache.ts';

const ADDRESS = '/badge/acme.svg';

/** A cache with one badge, made from a report that was read so long ago. */
function holdBadge(age: number, state: { isCurrent: boolean; isOver?: boolean }) {
  const reports = { isCurrent: () => state.isCurrent, isOver: () => state.isOver ?? false };
  const badges = new BadgeCache(reports as unknown as ReportCache);
  const [before, after] = [{ tag: 'before' }, { tag: 'after' }] as BadgeAnswer[] as [BadgeAnswer, BadgeAnswer];
  const readAt = (readAtMilliseconds: number) => ({ readAtMilliseconds }) as HeldReport;
  const renewals = { begun: 0, finish: () => {}, fail: () => {} };
  const renew = () => {
    renewals.begun += 1;
    return new Promise<void>((resolve, reject) => {
      renewals.finish = () => {
        state.isCurrent = true;
        badges.set(ADDRESS, after, readAt(performance.now()), renew);
        resolve();
      };
      renewals.fail = () => reject(new Error('no database'));
    });
  };
  badges.set(ADDRESS, before, readAt(performance.now() - age), renew);
  return { badges, renewals };
}

test('a badge that an event made wrong is shown while it is made anew, once', () => {
  const { badges, renewals } = holdBadge(300, { isCurrent: false });
  assert.deepEqual([badges.get(ADDRESS)?.tag, badges.get(ADDRESS)?.tag, renewals.begun], ['before', 'before', 1]);
  renewals.finish();
  assert.deepEqual([badges.get(ADDRESS)?.tag, renewals.begun], ['after', 1]);
});

test('a badge is never shown more than a second after it became wrong', () => {
  const { badges, renewals } = holdBadge(900, { isCurrent: false });
  assert.deepEqual([badges.get(ADDRESS), renewals.begun], [undefined, 0]);
});

test('a badge that time made wrong is not shown any more', () => {
  const { badges, renewals } = holdBadge(0, { isCurrent: false, isOver: true });
  assert.deepEqual([badges.get(ADDRESS), renewals.begun], [undefined, 0]);
});

test('a badge that cannot be made anew fails where somebody waits for it, and nowhere else', async () => {
  const { badges, renewals } = holdBadge(300, { isCurrent: false });
  badges.get(ADDRESS);
  renewals.fail();
  await new Promise(setImmediate);
  assert.equal(badges.get(ADDRESS)?.tag, 'before');
});
