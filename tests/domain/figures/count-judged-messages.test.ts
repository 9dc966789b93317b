import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Metric } from '../../../src/domain/commitment/metric.ts';
import { NO_COUNTS } from '../../../src/domain/compliance/counts.ts';
import { countJudgedMessages } from '../../../src/domain/figures/count-judged-messages.ts';

const judged = (channel: string, metric: Metric, met: number, breached = 0, topic?: string) => ({
  channel: { id: channel },
  commitment: { metric, topic },
  judgement: { counts: { ...NO_COUNTS, met, breached } },
});

test('a message that several promises of a channel judge is counted once', () => {
  assert.equal(countJudgedMessages([judged('x', 'first-response', 90, 10), judged('x', 'answered', 99, 1)]), 100);
  assert.equal(countJudgedMessages([judged('x', 'first-response', 90, 10), judged('x', 'first-response', 20)]), 100);
});

test('first and next responses are about different messages, and so are channels', () => {
  assert.equal(
    countJudgedMessages([judged('x', 'first-response', 60), judged('x', 'next-response', 30), judged('x', 'resolution', 50)]),
    90,
  );
  assert.equal(countJudgedMessages([judged('x', 'first-response', 60), judged('mail', 'first-response', 30)]), 90);
  assert.equal(countJudgedMessages([]), 0);
});

test('topics are about different messages, and a promise for all of them judges those too', () => {
  const topics = [
    judged('x', 'answered', 20, 0, 'billing'),
    judged('x', 'answered', 15, 0, 'billing'),
    judged('x', 'answered', 10, 0, 'delivery'),
  ];
  assert.equal(countJudgedMessages(topics), 30);
  assert.equal(countJudgedMessages([...topics, judged('x', 'answered', 50)]), 50);
});
