import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCounts, countDecided, countOutcomes, withLateExclusionsBreached } from '../../../src/domain/compliance/counts.ts';
import { judgeConversation } from '../../../src/domain/conversation/judge-conversation.ts';
import { always, DAY, HOUR, toEvents, toRule } from '../conversation/build-conversation.ts';

test('counts each obligation once, late exclusions among the excluded', () => {
  const versions = always(toRule('answered'));
  const conversations = [
    toEvents([0, 'customer-message'], [60, 'agent-reply']),
    toEvents([0, 'customer-message']),
    toEvents([DAY, 'customer-message']),
    toEvents([0, 'customer-message'], [60, 'excluded']),
    toEvents([0, 'customer-message'], [2 * HOUR, 'excluded']),
  ];
  const counts = countOutcomes(
    conversations.flatMap((events) => judgeConversation(events, versions)),
    DAY,
  );
  assert.deepEqual(counts, { met: 1, breached: 1, running: 1, excluded: 2, lateExcluded: 1 });
  assert.equal(countDecided(counts), 2);
  assert.deepEqual(withLateExclusionsBreached(counts), { met: 1, breached: 2, running: 1, excluded: 1, lateExcluded: 0 });
  assert.deepEqual(addCounts(counts, counts), { met: 2, breached: 2, running: 2, excluded: 4, lateExcluded: 2 });
});
