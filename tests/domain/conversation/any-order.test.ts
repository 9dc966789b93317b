import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PAUSE_STATES, type PauseState } from '../../../src/domain/conversation/commitment-rule.ts';
import { type ConversationEvent, EVENT_TYPES } from '../../../src/domain/conversation/event.ts';
import { judgeConversation } from '../../../src/domain/conversation/judge-conversation.ts';
import { outcomeAt } from '../../../src/domain/conversation/obligation.ts';
import { always, DAY, HOUR, MINUTE, toRule } from './build-conversation.ts';
import { observeResolution } from './step-by-minute.ts';

const minutes = fc.integer({ min: 0, max: 240 });
const event: fc.Arbitrary<ConversationEvent> = fc
  .record({ id: fc.nat({ max: 30 }), type: fc.constantFrom(...EVENT_TYPES), minute: minutes, about: fc.nat({ max: 40 }) })
  .map(({ id, type, minute, about }) => ({
    id: `e${id}`,
    type,
    at: minute * MINUTE,
    ...(type.startsWith('exclu') && about <= 30 ? { messageId: `e${about}` } : {}),
  }));
const conversation = fc.uniqueArray(event, { minLength: 3, maxLength: 20, size: 'max', selector: ({ id }) => id });

const VERSIONS = [
  ...always(toRule('first-response'), toRule('next-response', { automationAnswers: true }), toRule('resolution')),
  { number: 2, effectiveAt: 2 * HOUR, commitments: [toRule('answered', { targetSeconds: 600, pauseOn: new Set(PAUSE_STATES) })] },
];

test('the same facts in any order, each any number of times, give the same obligations', () => {
  const shuffled = conversation.chain((events) =>
    fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events)),
  );
  fc.assert(
    fc.property(shuffled, ([events, mixed, again]) => {
      assert.deepEqual(judgeConversation([...mixed, ...again], VERSIONS), judgeConversation(events, VERSIONS));
    }),
    { numRuns: 500 },
  );
});

test('every obligation is one thing at a time, and a breach without an answer stays one', () => {
  fc.assert(
    fc.property(conversation, (events) => {
      for (const obligation of judgeConversation(events, VERSIONS)) {
        const { dueAt, breachAt, answeredAt, waitedSeconds, staffedSeconds, targetSeconds } = obligation;
        if (dueAt !== null && breachAt !== null) assert.ok(dueAt <= breachAt);
        assert.equal(answeredAt === null, staffedSeconds === null);
        if (staffedSeconds !== null && waitedSeconds !== null) assert.ok(staffedSeconds >= 0 && staffedSeconds <= waitedSeconds);
        if (obligation.excludedAt !== null) continue;
        const outcomes = [0, HOUR, 5 * HOUR, DAY, 30 * DAY].map((now) => outcomeAt(obligation, now));
        const firstBreach = outcomes.indexOf('breached');
        if (firstBreach >= 0) assert.ok(outcomes.slice(firstBreach).every((outcome) => outcome === 'breached'));
        if (answeredAt !== null) assert.equal(outcomes.at(-1), (staffedSeconds ?? 0) <= targetSeconds ? 'met' : 'breached');
      }
    }),
    { numRuns: 500 },
  );
});

test('a resolution clock is what stepping through the minutes shows', () => {
  const plain = conversation.map((events) => events.filter(({ type }) => !type.startsWith('exclu')));
  const pauses = fc.subarray<PauseState>([...PAUSE_STATES]);
  fc.assert(
    fc.property(plain, pauses, fc.integer({ min: 0, max: 120 }), (events, pauseOn, targetMinutes) => {
      const rule = toRule('resolution', { pauseOn: new Set(pauseOn), targetSeconds: targetMinutes * MINUTE });
      const [obligation] = judgeConversation(events, always(rule));
      const expected = observeResolution(events, pauseOn, targetMinutes);
      const got = obligation && {
        dueAt: obligation.dueAt,
        breachAt: obligation.breachAt,
        answeredAt: obligation.answeredAt,
        staffedSeconds: obligation.staffedSeconds,
      };
      assert.deepEqual(got, expected);
    }),
    { numRuns: 500 },
  );
});
