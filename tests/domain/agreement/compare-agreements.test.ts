import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compareAgreements } from '../../../src/domain/agreement/compare-agreements.ts';
import { compareTexts } from '../../../src/domain/agreement/compare-texts.ts';
import { changeCommitment, changeRules, makeAgreement } from '../../support/agreement.ts';

const before = makeAgreement();

describe('compareAgreements', () => {
  it('finds nothing between equals', () => {
    assert.deepEqual(compareAgreements(before, structuredClone(before)), []);
  });

  it('tells a changed promise as both sentences', () => {
    assert.deepEqual(compareAgreements(before, changeCommitment(before, 2, { targetSeconds: 3600 })), [
      {
        part: 'commitments',
        kind: 'changed',
        subject: 'WhatsApp our whatsapp',
        details: [
          {
            label: 'Promise',
            before: 'A person answers within 4 working hours, 8 of 10 times, Monday to Friday 09:00 to 17:00.',
            after: 'A person answers within 1 hour, 8 of 10 times, Monday to Friday 09:00 to 17:00.',
          },
        ],
      },
    ]);
  });

  it('tells channels that came and went, with all that they said', () => {
    const [first, second] = before.channels;
    assert.ok(first && second);
    const after = { ...before, channels: [first, { ...second, id: 'sms', kind: 'sms' as const }] };
    assert.deepEqual(
      compareAgreements(before, after).map(({ part, kind, subject }) => [part, kind, subject]),
      [
        ['channels', 'removed', 'WhatsApp our whatsapp'],
        ['channels', 'added', 'Text message our whatsapp'],
      ],
    );
  });

  it('tells hours by weekday, holidays by date and name', () => {
    const rules = { week: { ...before.calendars[0]?.rules.week, fri: [] }, holidays: ['2026-12-25'] };
    const changed = changeRules(before, 0, rules);
    const after = {
      ...changed,
      calendars: changed.calendars.map((calendar) => ({ ...calendar, holidayNames: { '2026-12-25': 'Christmas Day' } })),
    };
    const hours = compareAgreements(before, after).find(({ part }) => part === 'calendars');
    assert.deepEqual(hours, {
      part: 'calendars',
      kind: 'changed',
      subject: 'Opening hours',
      details: [
        { label: 'Friday', before: '09:00 to 17:00', after: 'closed' },
        { label: 'Holiday 2026-12-25', before: '', after: 'Christmas Day' },
      ],
    });
  });

  it('tells conduct line by line, and fairness and owner by value', () => {
    const after = {
      ...before,
      conduct: { ...before.conduct, weAsk: '- Be kind.' },
      equalTreatment: { ...before.equalTreatment, promised: false },
      noticePeriodDays: 14,
      owner: { name: 'The owner', contact: before.owner.contact },
    };
    assert.deepEqual(
      compareAgreements(before, after).map(({ part, subject }) => [part, subject]),
      [
        ['conduct', 'What we ask of you'],
        ['fairness', 'Equal treatment'],
        ['fairness', 'Notice period'],
        ['owner', 'Who answers for it'],
      ],
    );
  });
});

describe('compareTexts', () => {
  it('shows a changed line as removed and added between those that stayed', () => {
    assert.deepEqual(compareTexts('- one\n- two\n- three', '- one\n- 2\n- three\n- four'), [
      { kind: 'same', text: '- one' },
      { kind: 'removed', text: '- two' },
      { kind: 'added', text: '- 2' },
      { kind: 'same', text: '- three' },
      { kind: 'added', text: '- four' },
    ]);
    assert.deepEqual(compareTexts('', 'new'), [{ kind: 'added', text: 'new' }]);
  });

  it('gives both texts back, and keeps what they share', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = compareTexts(before, after);
        const without = (kind: string) => lines.filter((line) => line.kind !== kind).map((line) => line.text);
        assert.deepEqual(without('added').join('\n'), before);
        assert.deepEqual(without('removed').join('\n'), after);
        if (before === after) assert.ok(lines.every(({ kind }) => kind === 'same'));
      }),
    );
  });

  it('keeps an inserted line apart from hundreds that stayed, and survives texts of many lines', () => {
    const many = Array.from({ length: 800 }, (_, index) => `line ${index}`);
    const changed = compareTexts(many.join('\n'), ['new', ...many].join('\n')).filter(({ kind }) => kind !== 'same');
    assert.deepEqual(changed, [{ kind: 'added', text: 'new' }]);
    const most = Array.from({ length: 5000 }, (_, index) => String(index % 10)).join('\n');
    assert.equal(compareTexts(most, `x\n${most}`).filter(({ kind }) => kind !== 'removed').length, 5001);
  });
});
