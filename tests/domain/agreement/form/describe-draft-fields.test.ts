import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeDraftFields } from '../../../../src/domain/agreement/form/describe-draft-fields.ts';
import { toDraftFields } from '../../../../src/domain/agreement/form/draft-fields.ts';
import { makeAgreement } from '../../../support/agreement.ts';
import { TEST_NOW } from '../../../support/context.ts';

const fields = toDraftFields(makeAgreement());

test('says what was typed, with an example of what it means', () => {
  const words = describeDraftFields(fields, TEST_NOW);
  assert.deepEqual(words.hours, ['Monday to Friday 09:00 to 17:00']);
  assert.deepEqual(words.commitments[0], {
    sentence: 'A person answers within 8 working hours, 9 of 10 times, Monday to Friday 09:00 to 17:00.',
    example: 'A message of Friday 6 March 2026, 16:00 is due Monday 9 March 2026, 16:00.',
  });
});

test('says nothing of what cannot be read, and goes on with the rest', () => {
  const commitments = fields.commitments.map((own, index) => (index === 1 ? { ...own, targetSeconds: 'soon' } : own));
  const words = describeDraftFields({ ...fields, commitments }, TEST_NOW);
  assert.deepEqual(
    words.commitments.map((one) => one !== undefined),
    [true, false, true],
  );
  const calendars = fields.calendars.map((calendar) => ({ ...calendar, 'rules.week.mon': 'early' }));
  const closed = describeDraftFields({ ...fields, calendars }, TEST_NOW);
  assert.deepEqual(closed.hours, [undefined]);
  assert.deepEqual(
    closed.commitments.map((one) => one !== undefined),
    [false, true, false],
  );
});
