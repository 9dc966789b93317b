import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeConversation } from '../../../src/domain/conversation/judge-conversation.ts';
import { outcomeAt } from '../../../src/domain/conversation/obligation.ts';
import { always, DAY, HOUR, MINUTE, toEvents, toRule } from './build-conversation.ts';

const ALL_METRICS = always(
  toRule('first-response'),
  toRule('next-response'),
  toRule('answered', { targetSeconds: 7 * DAY }),
  toRule('resolution', { targetSeconds: DAY }),
);

test('a wait runs from the oldest unanswered message to the first reply by a person', () => {
  const events = toEvents(
    [0, 'customer-message'],
    [MINUTE, 'automatic-reply'],
    [2 * MINUTE, 'internal-note'],
    [3 * MINUTE, 'customer-automatic-reply'],
    [4 * MINUTE, 'customer-message'],
    [5 * MINUTE, 'agent-reply'],
    [6 * MINUTE, 'agent-reply'],
  );
  assert.deepEqual(judgeConversation(events, always(toRule('first-response'))), [
    {
      commitmentKey: 'first-response',
      metric: 'first-response',
      versionNumber: 1,
      messageId: 'e0',
      topic: null,
      askedAt: 0,
      dueAt: HOUR,
      breachAt: HOUR,
      answeredAt: 5 * MINUTE,
      waitedSeconds: 5 * MINUTE,
      staffedSeconds: 5 * MINUTE,
      targetSeconds: HOUR,
      excludedAt: null,
      lateExclusion: false,
    },
  ]);
});

test('each metric covers its waits', () => {
  const events = toEvents([0, 'customer-message'], [60, 'agent-reply'], [120, 'customer-message'], [180, 'resolved']);
  const found = judgeConversation(events, ALL_METRICS).map(({ metric, askedAt, answeredAt }) => [metric, askedAt, answeredAt]);
  assert.deepEqual(found, [
    ['first-response', 0, 60],
    ['answered', 0, 60],
    ['resolution', 0, 180],
    ['next-response', 120, null],
    ['answered', 120, null],
  ]);
});

test('a promise for one topic covers what is about it, also what comes later without a topic', () => {
  const events = toEvents(
    [0, 'customer-message'],
    [60, 'agent-reply'],
    [120, 'customer-message'],
    [180, 'agent-reply'],
    [240, 'customer-message'],
    [300, 'agent-reply'],
    [360, 'customer-message'],
  );
  const about = (index: number, topic: string) => Object.assign(events[index] ?? {}, { topic });
  about(2, 'billing');
  about(6, 'delivery');
  const rules = always(toRule('answered'), toRule('answered', { key: 'billing', topic: 'billing' }));
  const found = judgeConversation(events, rules);
  const askedBy = (key: string) => found.filter(({ commitmentKey }) => commitmentKey === key).map(({ askedAt, topic }) => [askedAt, topic]);
  assert.deepEqual(askedBy('billing'), [
    [120, 'billing'],
    [240, 'billing'],
  ]);
  assert.deepEqual(askedBy('answered'), [
    [0, null],
    [120, 'billing'],
    [240, 'billing'],
    [360, 'delivery'],
  ]);
});

test('a promise that holds each message to its own time covers those that have one', () => {
  const rules = always(toRule('resolution', { ownTargets: true }));
  const judge = (dueAt: number | undefined, resolvedAt: number) => {
    const events = toEvents([1000, 'customer-message'], [resolvedAt, 'resolved']);
    if (dueAt !== undefined) Object.assign(events[0] ?? {}, { dueAt });
    return judgeConversation(events, rules).map((obligation) => [obligation.targetSeconds, outcomeAt(obligation, 9_999_999)]);
  };
  assert.deepEqual(judge(undefined, 2000), []);
  assert.deepEqual(judge(2000, 2000), [[1000, 'met']]);
  assert.deepEqual(judge(2000, 2001), [[1000, 'breached']]);
  // It was late already when the customer wrote.
  assert.deepEqual(judge(900, 1000), [[-100, 'breached']]);
});

test('at the due instant it is running, a second later breached; the answer at the due instant keeps it', () => {
  const [unanswered] = judgeConversation(toEvents([0, 'customer-message']), always(toRule('first-response')));
  const [answered] = judgeConversation(toEvents([0, 'customer-message'], [HOUR, 'agent-reply']), always(toRule('first-response')));
  const [late] = judgeConversation(toEvents([0, 'customer-message'], [HOUR + 1, 'agent-reply']), always(toRule('first-response')));
  assert.ok(unanswered && answered && late);
  assert.equal(outcomeAt(unanswered, HOUR), 'running');
  assert.equal(outcomeAt(unanswered, HOUR + 1), 'breached');
  assert.equal(outcomeAt(answered, HOUR), 'met');
  assert.equal(outcomeAt(answered, HOUR - 1), 'running');
  assert.equal(outcomeAt(late, HOUR + 1), 'breached');
});

test('an answer in the same second is an answer after 0 seconds', () => {
  const [obligation] = judgeConversation(toEvents([5, 'agent-reply'], [5, 'customer-message']), always(toRule('first-response')));
  assert.equal(obligation?.staffedSeconds, 0);
});

test('automation answers only where the commitment lets it', () => {
  const events = toEvents([0, 'customer-message'], [60, 'automatic-reply'], [120, 'customer-message'], [180, 'agent-reply']);
  const strict = toRule('first-response', { key: 'strict' });
  const lenient = toRule('first-response', { key: 'lenient', automationAnswers: true });
  const next = toRule('next-response', { key: 'next', automationAnswers: true });
  assert.deepEqual(
    judgeConversation(events, always(strict, lenient, next)).map(({ commitmentKey, staffedSeconds }) => [commitmentKey, staffedSeconds]),
    [
      ['strict', 180],
      ['lenient', 60],
      ['next', 60],
    ],
  );
});

test('each wait is judged by the version in force when it was asked, inclusive', () => {
  const versions = [
    { number: 2, effectiveAt: 1000, commitments: [toRule('answered', { targetSeconds: 20 })] },
    { number: 1, effectiveAt: 100, commitments: [toRule('answered', { targetSeconds: 10 })] },
  ];
  const events = toEvents(
    [99, 'customer-message'],
    [99, 'agent-reply'],
    [999, 'customer-message'],
    [999, 'agent-reply'],
    [1000, 'customer-message'],
  );
  const found = judgeConversation(events, versions).map(({ askedAt, versionNumber, dueAt }) => [askedAt, versionNumber, dueAt]);
  assert.deepEqual(found, [
    [999, 1, 1009],
    [1000, 2, 1020],
  ]);
});

test('a resolution clock stands still while the customer is awaited, but only once answered', () => {
  const resolution = always(toRule('resolution'));
  const unanswered = toEvents([0, 'customer-message'], [600, 'pending-customer']);
  assert.equal(judgeConversation(unanswered, resolution)[0]?.dueAt, HOUR);
  const answeredLater = toEvents(
    [0, 'customer-message'],
    [600, 'pending-customer'],
    [1200, 'agent-reply'],
    [9000, 'customer-message'],
    [9600, 'agent-reply'],
    [9600, 'pending-customer'],
  );
  assert.equal(judgeConversation(answeredLater.slice(0, 3), resolution)[0]?.dueAt, null);
  assert.equal(judgeConversation(answeredLater.slice(0, 4), resolution)[0]?.dueAt, 9000 + HOUR - 1200);
  assert.equal(judgeConversation(answeredLater, resolution)[0]?.breachAt, null);
});

test('used up exactly when the pause begins: due then, breached when it runs on', () => {
  const events = toEvents([0, 'customer-message'], [HOUR, 'agent-reply'], [HOUR, 'pending-customer'], [DAY, 'resumed']);
  const resolution = always(toRule('resolution'));
  const [paused] = judgeConversation(events.slice(0, 3), resolution);
  const [resumed] = judgeConversation(events, resolution);
  assert.deepEqual([paused?.dueAt, paused?.breachAt], [HOUR, null]);
  assert.deepEqual([resumed?.dueAt, resumed?.breachAt], [HOUR, DAY]);
});

test('within 7 days of being resolved a conversation goes on, later a new one starts', () => {
  const facts = (returnsAt: number) =>
    toEvents([0, 'customer-message'], [60, 'resolved'], [120, 'resolved'], [returnsAt, 'customer-message']);
  const found = (returnsAt: number) =>
    judgeConversation(facts(returnsAt), ALL_METRICS).map(({ metric, askedAt, answeredAt }) => [metric, askedAt, answeredAt]);
  const lastAt = 60 + 7 * DAY;
  assert.deepEqual(found(lastAt), [
    ['first-response', 0, null],
    ['answered', 0, null],
    ['resolution', 0, null],
  ]);
  assert.deepEqual(found(lastAt + 1), [
    ['first-response', 0, null],
    ['answered', 0, null],
    ['resolution', 0, 60],
    ['first-response', lastAt + 1, null],
    ['answered', lastAt + 1, null],
    ['resolution', lastAt + 1, null],
  ]);
});

test('reopened late without a message, only a resolution is owed', () => {
  const events = toEvents([0, 'customer-message'], [60, 'agent-reply'], [60, 'resolved'], [8 * DAY, 'reopened']);
  const found = judgeConversation(events, ALL_METRICS).filter(({ askedAt }) => askedAt > 0);
  assert.deepEqual(
    found.map(({ metric, messageId, dueAt }) => [metric, messageId, dueAt]),
    [['resolution', null, 9 * DAY]],
  );
});

test('nothing is owed where nobody wrote', () => {
  assert.deepEqual(judgeConversation([], ALL_METRICS), []);
  assert.deepEqual(judgeConversation(toEvents([0, 'agent-reply'], [1, 'reopened'], [9, 'resolved']), ALL_METRICS), []);
  assert.deepEqual(judgeConversation(toEvents([0, 'customer-message']), []), []);
});
