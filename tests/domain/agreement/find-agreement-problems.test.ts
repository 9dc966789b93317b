import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Agreement, agreementForm, EMPTY_AGREEMENT } from '../../../src/domain/agreement/agreement.ts';
import { findAgreementProblems } from '../../../src/domain/agreement/find-agreement-problems.ts';
import { AGREEMENT_TEMPLATES } from '../../../src/domain/agreement/templates.ts';
import { changeCommitment, changeRules, makeAgreement } from '../../support/agreement.ts';

const NOW = 1_772_442_000;
const fieldsOf = (agreement: Agreement, now = NOW) => findAgreementProblems(agreement, now).map(({ field }) => field);

describe('findAgreementProblems', () => {
  it('finds none in a complete agreement', () => {
    assert.deepEqual(findAgreementProblems(makeAgreement(), NOW), []);
  });

  for (const template of AGREEMENT_TEMPLATES) {
    it(`leaves only handles and the contact open in the template ${template.id}`, () => {
      const agreement = template.make({ timeZone: 'Asia/Kathmandu', reviewOn: '2027-01-01' });
      assert.deepEqual(agreementForm.parse(agreement), agreement);
      const handles = agreement.channels.map((_, index) => `channels.${index}.handle`);
      assert.deepEqual(fieldsOf(agreement), [...handles, 'owner.contact']);
      assert.deepEqual(fieldsOf(makeAgreement(template.id)), []);
    });
  }

  it('says of an empty draft all that is missing, each with what to do', () => {
    const problems = findAgreementProblems(EMPTY_AGREEMENT, NOW);
    assert.deepEqual(
      problems.map(({ field }) => field),
      [
        'channels',
        'commitments',
        'conduct.weDo',
        'conduct.weAsk',
        'conduct.otherwise',
        'remedy',
        'owner.name',
        'owner.contact',
        'reviewOn',
      ],
    );
    for (const { message } of problems) assert.match(message, /^(Add|Write|Name|Choose) .+\./);
  });

  it('finds references that lead nowhere', () => {
    const agreement = makeAgreement();
    assert.deepEqual(fieldsOf({ ...agreement, calendars: [] }), [
      'channels.0.calendarId',
      'channels.1.calendarId',
      'commitments.0.clockCalendarId',
      'commitments.2.clockCalendarId',
    ]);
    assert.deepEqual(fieldsOf(changeCommitment(agreement, 0, { channelId: 'nowhere' })), ['commitments.0.channelId']);
  });

  it('finds ids, channels and names of hours that are there twice', () => {
    const agreement = makeAgreement();
    const [email, whatsapp] = agreement.channels;
    const [hours] = agreement.calendars;
    assert.ok(email && whatsapp && hours);
    assert.deepEqual(fieldsOf({ ...agreement, channels: [email, whatsapp, { ...email, handle: 'other' }] }), ['channels.2.id']);
    assert.deepEqual(fieldsOf({ ...agreement, channels: [email, whatsapp, { ...email, id: 'email-2', handle: 'OUR email' }] }), [
      'channels.2.handle',
    ]);
    assert.deepEqual(fieldsOf({ ...agreement, calendars: [hours, hours] }), ['calendars.1.id', 'calendars.1.name']);
  });

  it('finds a calendar that never opens and an interval of no length', () => {
    assert.deepEqual(fieldsOf(changeRules(makeAgreement(), 0, { week: {} })), ['calendars.0.rules.week']);
    assert.deepEqual(fieldsOf(changeRules(makeAgreement(), 0, { week: { mon: [['09:00', '09:00']] } })), ['calendars.0.rules.week.mon.0']);
  });

  it('finds a promise that another one keeps by itself, and of two that are alike the later', () => {
    const agreement = makeAgreement();
    const [first] = agreement.commitments;
    assert.ok(first);
    const add = (changes: Partial<typeof first>) => ({
      ...agreement,
      commitments: [...agreement.commitments, { ...first, id: 'another', ...changes }],
    });
    assert.deepEqual(fieldsOf(add({})), ['commitments.3.targetSeconds']);
    assert.deepEqual(fieldsOf(add({ objectivePercent: 80 })), ['commitments.3.targetSeconds']);
    assert.deepEqual(fieldsOf(add({ targetSeconds: first.targetSeconds * 2 })), ['commitments.3.targetSeconds']);
    assert.deepEqual(fieldsOf(add({ targetSeconds: 60 })), ['commitments.0.targetSeconds']);
  });

  it('allows a second promise with a longer target that is kept more often, or on another clock', () => {
    const agreement = makeAgreement();
    const [first] = agreement.commitments;
    assert.ok(first);
    const add = (changes: Partial<typeof first>) => ({
      ...agreement,
      commitments: [...agreement.commitments, { ...first, id: 'another', ...changes }],
    });
    assert.deepEqual(fieldsOf(add({ targetSeconds: first.targetSeconds * 3, objectivePercent: 99 })), []);
    assert.deepEqual(fieldsOf(add({ clockCalendarId: null, targetSeconds: 259_200 })), []);
  });

  it('wants a review to come, counting the day itself in every zone', () => {
    const dayAt = Date.parse('2026-03-02T00:00:00Z') / 1000;
    const agreement = { ...makeAgreement(), reviewOn: '2026-03-02' };
    assert.deepEqual(fieldsOf(agreement, dayAt + 86_400), []);
    assert.deepEqual(fieldsOf(agreement, dayAt + 86_400 + 43_200), ['reviewOn']);
  });

  it('wants words for equal treatment only where it is promised', () => {
    const agreement = makeAgreement();
    assert.deepEqual(fieldsOf({ ...agreement, equalTreatment: { promised: true, statement: '' } }), ['equalTreatment.statement']);
    assert.deepEqual(fieldsOf({ ...agreement, equalTreatment: { promised: false, statement: '' } }), []);
  });
});
