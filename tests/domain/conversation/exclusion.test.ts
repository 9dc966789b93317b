import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConversationEvent } from '../../../src/domain/conversation/event.ts';
import { judgeConversation } from '../../../src/domain/conversation/judge-conversation.ts';
import { outcomeAt } from '../../../src/domain/conversation/obligation.ts';
import { always, DAY, HOUR, toEvents, toRule } from './build-conversation.ts';

const VERSIONS = always(toRule('first-response'), toRule('next-response'));

/** Each obligation as [asked at, excluded at, late]. */
function judgeExclusions(events: ConversationEvent[]) {
  return judgeConversation(events, VERSIONS).map(({ askedAt, excludedAt, lateExclusion }) => [askedAt, excludedAt, lateExclusion]);
}

test('an exclusion before the breach is not late, at the breach not yet, after it late', () => {
  for (const [excludedAt, isLate] of [
    [60, false],
    [HOUR, false],
    [HOUR + 1, true],
  ] as const) {
    const events = toEvents([0, 'customer-message'], [excludedAt, 'excluded', 'e0']);
    assert.deepEqual(judgeExclusions(events), [[0, excludedAt, isLate]]);
  }
});

test('what was answered in time was never breached, however late it is excluded', () => {
  const events = toEvents([0, 'customer-message'], [60, 'agent-reply'], [DAY, 'excluded', 'e0']);
  assert.deepEqual(judgeExclusions(events), [[0, DAY, false]]);
});

test('what was answered too late was breached when it is excluded', () => {
  const events = toEvents([0, 'customer-message'], [2 * HOUR, 'agent-reply'], [DAY, 'excluded', 'e0']);
  assert.deepEqual(judgeExclusions(events), [[0, DAY, true]]);
});

test('the outcome is excluded from the exclusion on', () => {
  const [obligation] = judgeConversation(toEvents([0, 'customer-message'], [60, 'excluded', 'e0']), VERSIONS);
  assert.ok(obligation);
  assert.equal(outcomeAt(obligation, 59), 'running');
  assert.equal(outcomeAt(obligation, 60), 'excluded');
});

test('taken back, it is as if it had never been; excluded again, it counts from then', () => {
  const facts = toEvents(
    [0, 'customer-message'],
    [60, 'excluded', 'e0'],
    [120, 'excluded', 'e0'],
    [180, 'exclusion-revoked', 'e0'],
    [DAY, 'excluded', 'e0'],
  );
  assert.deepEqual(judgeExclusions(facts.slice(0, 3)), [[0, 60, false]]);
  assert.deepEqual(judgeExclusions(facts.slice(0, 4)), [[0, null, false]]);
  assert.deepEqual(judgeExclusions(facts), [[0, DAY, true]]);
});

test('30 days after the message arrived is the last moment', () => {
  const at = (excludedAt: number) => judgeExclusions(toEvents([0, 'customer-message'], [excludedAt, 'excluded', 'e0']));
  assert.deepEqual(at(30 * DAY), [[0, 30 * DAY, true]]);
  assert.deepEqual(at(30 * DAY + 1), [[0, null, false]]);
});

test('without a message it covers those up to then', () => {
  const events = toEvents(
    [0, 'customer-message'],
    [10, 'agent-reply'],
    [20, 'customer-message'],
    [20, 'excluded'],
    [30, 'customer-message'],
  );
  assert.deepEqual(judgeExclusions(events), [
    [0, 20, false],
    [20, 20, false],
    [30, null, false],
  ]);
});

test('a revocation without a message revokes all', () => {
  const events = toEvents([0, 'customer-message'], [20, 'excluded', 'e0'], [30, 'exclusion-revoked']);
  assert.deepEqual(judgeExclusions(events), [[0, null, false]]);
});

test("a message is named by its own id where it differs from the event's", () => {
  const events = toEvents([0, 'customer-message', 'tweet-7'], [20, 'excluded', 'tweet-7']);
  assert.deepEqual(judgeExclusions(events), [[0, 20, false]]);
});

test('when the first message of a wait is excluded, the wait goes on from the next', () => {
  const events = toEvents([0, 'customer-message'], [600, 'customer-message'], [900, 'excluded', 'e0'], [1200, 'agent-reply']);
  assert.deepEqual(
    judgeConversation(events, VERSIONS).map(({ askedAt, metric, excludedAt, staffedSeconds }) => [
      askedAt,
      metric,
      excludedAt,
      staffedSeconds,
    ]),
    [
      [0, 'first-response', 900, 1200],
      [600, 'first-response', null, 600],
    ],
  );
});

test('excluding a later message of a wait changes nothing for the wait', () => {
  const events = toEvents([0, 'customer-message'], [600, 'customer-message'], [900, 'excluded', 'e1']);
  assert.deepEqual(judgeExclusions(events), [[0, null, false]]);
});

test('an excluded message does not reopen what was resolved', () => {
  const events = toEvents(
    [0, 'customer-message'],
    [60, 'agent-reply'],
    [60, 'resolved'],
    [HOUR, 'customer-message'],
    [HOUR + 60, 'excluded', 'e3'],
  );
  const [resolution] = judgeConversation(events, always(toRule('resolution')));
  assert.equal(resolution?.answeredAt, 60);
});
