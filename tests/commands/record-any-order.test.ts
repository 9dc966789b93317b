import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import type { RawEvent } from '../../src/commands/event-input.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { openPgliteCopy } from '../support/database.ts';
import { makeMeasuredCompany, makeSource } from '../support/measured-company.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';

const RUNS = 120;
const TYPES = [
  'customer-message',
  'agent-reply',
  'automatic-reply',
  'internal-note',
  'pending-customer',
  'resumed',
  'resolved',
  'reopened',
] as const;
const SPAN_SECONDS = 20 * 86_400;

let opened: Promise<OpenDatabase> | undefined;
after(async () => (await opened)?.close());

/** Facts with ids of their own, in few conversations, some at the same second, some weeks late. */
const facts: fc.Arbitrary<RawEvent[]> = fc
  .array(
    fc.record({
      conversation: fc.constantFrom('a', 'b', 'c'),
      type: fc.oneof(fc.constantFrom(...TYPES), fc.constant('excluded' as const), fc.constant('exclusion-revoked' as const)),
      after: fc.oneof(fc.integer({ min: 0, max: SPAN_SECONDS }), fc.constantFrom(0, 60, 3_600, 3_601)),
    }),
    { minLength: 1, maxLength: 24 },
  )
  .map((drawn) =>
    drawn.map(({ conversation, type, after }, i) => ({
      id: `e${i}`,
      conversation,
      channel: conversation === 'c' ? 'mail' : 'x',
      type,
      at: TEST_NOW - 30 * 86_400 + after,
      ...(type === 'excluded' ? { reason: 'spam' as const } : {}),
    })),
  );

/** The facts in an order of their own, cut into batches, some sent again, twice in one batch too. */
const deliveries = facts.chain((events) =>
  fc.record({
    events: fc.constant(events),
    order: fc.shuffledSubarray(events, { minLength: events.length }),
    again: fc.subarray(events),
    size: fc.integer({ min: 1, max: 9 }),
    atOnce: fc.boolean(),
  }),
);

function cut(items: readonly RawEvent[], size: number): RawEvent[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

test('the same facts in any order, batches and repetitions give the same obligations', async () => {
  opened ??= openPgliteCopy();
  const { db } = await opened;
  const company = await makeMeasuredCompany(db);
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ events, order, again, size, atOnce }) => {
      const plain = await makeSource(db, company.id);
      const mixed = await makeSource(db, company.id);
      const record = (scope: typeof plain, items: RawEvent[]) => recordEvents(makeContext(db, { actor: { kind: 'system' } }), scope, items);
      await record(plain, events);
      const batches = cut([...order, ...again], size);
      const results = atOnce ? await Promise.all(batches.map((batch) => record(mixed, batch))) : [];
      if (!atOnce) for (const batch of batches) results.push(await record(mixed, batch));

      const [expected, actual] = [await readRecorded(db, plain), await readRecorded(db, mixed)];
      assert.deepEqual(actual, expected);
      assert.deepEqual(actual.obligations, await rejudgeFromEvents(db, mixed));
      const sum = results.reduce((total, { recorded }) => total + recorded, 0);
      assert.deepEqual([sum, actual.events], [events.length, events.length]);
    }),
    { numRuns: RUNS },
  );
});

test('of two facts with one id the first stands, in one batch, in two, and in two at once', async () => {
  opened ??= openPgliteCopy();
  const { db } = await opened;
  const company = await makeMeasuredCompany(db);
  const event = (at: number): RawEvent => ({ id: 'e', conversation: 'a', channel: 'x', type: 'customer-message', at });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 2, maxLength: 4 }),
      fc.constantFrom(1, 2, 4),
      async (ages, size) => {
        const scope = await makeSource(db, company.id);
        const batches = cut(
          ages.map((age) => event(TEST_NOW - age)),
          size,
        );
        const results = await Promise.all(
          batches.map((batch) => recordEvents(makeContext(db, { actor: { kind: 'system' } }), scope, batch)),
        );
        const items = results.flatMap((result) => result.items);
        assert.equal(items.filter(({ status }) => status === 'recorded').length, 1);
        assert.equal(items.filter(({ code }) => code === 'differs-from-recorded').length, ages.length - 1);
        const { events, obligations } = await readRecorded(db, scope);
        assert.equal(events, 1);
        assert.ok(obligations.length > 0 && obligations.every(({ asked_at }) => ages.some((age) => asked_at === TEST_NOW - age)));
        assert.deepEqual(obligations, await rejudgeFromEvents(db, scope));
      },
    ),
    { numRuns: 50 },
  );
});
