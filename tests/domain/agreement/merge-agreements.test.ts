import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeAgreements } from '../../../src/domain/agreement/merge-agreements.ts';
import { changeCommitment, makeAgreement } from '../../support/agreement.ts';
import { arbitraryAgreement } from './form/arbitrary-agreement.ts';

const base = makeAgreement();

test('what only one changed is kept, whoever it was', () => {
  const theirs = { ...changeCommitment(base, 0, { targetSeconds: 3600 }), remedy: 'Cake.' };
  const mine = { ...changeCommitment(base, 0, { objectivePercent: 95 }), owner: { name: 'We', contact: base.owner.contact } };
  const { content, conflicts } = mergeAgreements(base, theirs, mine);
  assert.deepEqual(conflicts, []);
  assert.equal(content.commitments[0]?.targetSeconds, 3600);
  assert.equal(content.commitments[0]?.objectivePercent, 95);
  assert.equal(content.remedy, 'Cake.');
  assert.equal(content.owner.name, 'We');
});

test('what both changed in different ways is a conflict, and mine stands', () => {
  const { content, conflicts } = mergeAgreements(base, { ...base, remedy: 'Cake.' }, { ...base, remedy: 'Tea.' });
  assert.deepEqual(conflicts, ['remedy']);
  assert.equal(content.remedy, 'Tea.');
});

test('both may add and remove; what one removed and the other changed is a conflict', () => {
  const [email, whatsapp] = base.channels;
  assert.ok(email && whatsapp);
  const added = { ...email, id: 'phone', kind: 'phone' } as const;
  const other = { ...email, id: 'x', kind: 'x' } as const;
  const merged = mergeAgreements(base, { ...base, channels: [email, whatsapp, added] }, { ...base, channels: [whatsapp, other] });
  assert.deepEqual(merged.conflicts, []);
  assert.deepEqual(
    merged.content.channels.map(({ id }) => id),
    ['whatsapp', 'x', 'phone'],
  );
  const changed = { ...base, channels: [{ ...email, purpose: 'Other.' }, whatsapp] };
  assert.deepEqual(mergeAgreements(base, changed, { ...base, channels: [whatsapp] }).conflicts, ['channels.1']);
});

test('for any three agreements: one edit alone is taken as it is, and the same edit twice is no conflict', () => {
  fc.assert(
    fc.property(arbitraryAgreement, arbitraryAgreement, (first, second) => {
      assert.deepEqual(mergeAgreements(first, first, second), { content: second, conflicts: [] });
      assert.deepEqual(mergeAgreements(first, second, first), { content: second, conflicts: [] });
      assert.deepEqual(mergeAgreements(first, second, second), { content: second, conflicts: [] });
    }),
  );
});
