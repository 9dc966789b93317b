import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { eventInput } from '../../src/commands/event-input.ts';
import { readPlainEvent } from '../../src/commands/plain-event.ts';
import { AUDIENCE_BANDS } from '../../src/domain/conversation/audience.ts';
import { EVENT_TYPES } from '../../src/domain/conversation/event.ts';

const PLAIN = { id: 'e1', conversation: 'c1', channel: 'x', type: 'customer-message', at: 1_790_000_000 };

suite('commands/plain-event', () => {
  test('an event as nearly all are written needs no schema', () => {
    for (const event of [
      PLAIN,
      { ...PLAIN, author: '@somebody', audience: AUDIENCE_BANDS[0], language: 'en' },
      { ...PLAIN, type: 'agent-reply' },
    ]) {
      assert.deepEqual(readPlainEvent(event), event);
    }
  });

  test('what is read so is what the schema makes of it, whatever the fields hold', () => {
    const text = fc.oneof(
      { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 12 }) },
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('', ' ', 'kept:x', '\u007f', 'a\nb', 'é', '\ud800', 'x'.repeat(40), 'x'.repeat(41), 'x'.repeat(200), 'x'.repeat(201)),
    );
    const odd = fc.oneof(text, fc.constantFrom(null, undefined, true, 7, [], {}));
    const field = <T>(usual: fc.Arbitrary<T>) => fc.oneof({ weight: 8, arbitrary: usual }, { weight: 1, arbitrary: odd });
    const at = fc.oneof(fc.nat(), fc.constantFrom(-1, -0, 1.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY, '2026-03-02T09:00:00Z'));
    const usual = {
      id: field(text),
      conversation: field(text),
      channel: field(text),
      type: field(fc.constantFrom(...EVENT_TYPES)),
      at: field(at),
      author: field(text),
      audience: field(fc.constantFrom(...AUDIENCE_BANDS)),
      language: field(fc.constantFrom('en', 'pt-BR', 'EN', 'e', 'engl')),
    };
    const requiredKeys = ['id', 'conversation', 'channel', 'type', 'at'] as const;
    const event = fc.oneof(
      { weight: 4, arbitrary: fc.record(usual, { requiredKeys: [...requiredKeys] }) },
      fc.record({ ...usual, message: odd, topic: odd, due: odd, reason: odd, other: odd }, { requiredKeys: [...requiredKeys] }),
    );
    let readPlain = 0;
    fc.assert(
      fc.property(event, (given) => {
        const plain = readPlainEvent(given);
        if (plain === undefined) return;
        readPlain += 1;
        const parsed = eventInput.safeParse(given);
        assert.ok(parsed.success, JSON.stringify(given));
        assert.deepEqual({ ...plain }, parsed.data);
      }),
      { numRuns: 20_000 },
    );
    assert.ok(readPlain > 100, `only ${readPlain} of them were plain`);
  });

  test('what no event is goes to the schema', () => {
    for (const item of [null, undefined, 'text', 7, [], {}, JSON.parse(`{"__proto__": 1, ${JSON.stringify(PLAIN).slice(1)}`)]) {
      assert.equal(readPlainEvent(item), undefined);
    }
  });
});
