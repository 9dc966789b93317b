import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Agreement } from '../../../src/domain/agreement/agreement.ts';
import { findWeakenings, isWeakening } from '../../../src/domain/agreement/is-weakening.ts';
import { changeCommitment, changeRules, makeAgreement } from '../../support/agreement.ts';

/** Monday, 2026-03-02, 09:00 UTC. */
const NOW = 1_772_442_000;
const before = makeAgreement();
const reasonsOf = (after: Agreement, from: Agreement = before) => findWeakenings(from, after, NOW).map(({ reason }) => reason);
const changeChannel = (changes: Partial<Agreement['channels'][number]>): Agreement => ({
  ...before,
  channels: before.channels.map((channel, index) => (index === 0 ? { ...channel, ...changes } : channel)),
});

describe('findWeakenings', () => {
  it('finds a longer target and says how much longer', () => {
    assert.deepEqual(reasonsOf(changeCommitment(before, 0, { targetSeconds: 36_000 })), [
      'E-mail our email: “A person answers within 8 working hours, 9 of 10 times, Monday to Friday 09:00 to 17:00.” ' +
        'More time is allowed: 10 working hours instead of 8 working hours.',
    ]);
  });

  it('finds a lower objective and automation newly allowed', () => {
    assert.match(reasonsOf(changeCommitment(before, 0, { objectivePercent: 89.99 }))[0] ?? '', /less often: 8,999 of 10,000 times instead/);
    assert.match(reasonsOf(changeCommitment(before, 0, { automationAnswers: true }))[0] ?? '', /automatic reply now counts/);
    assert.deepEqual(reasonsOf(before, changeCommitment(before, 0, { automationAnswers: true })), []);
  });

  it('finds a clock that ran day and night and now stops', () => {
    const after = changeCommitment(before, 1, { clockCalendarId: 'opening-hours' });
    assert.match(reasonsOf(after)[0] ?? '', /ran day and night, now stops outside opening hours/);
    assert.deepEqual(reasonsOf(before, after), []);
  });

  it('finds a promise and a channel that are taken away', () => {
    assert.match(reasonsOf({ ...before, commitments: before.commitments.slice(1) })[0] ?? '', /This promise is taken back\./);
    const reasons = reasonsOf({ ...before, channels: before.channels.slice(1) });
    assert.deepEqual(reasons, ['E-mail our email: this channel is taken away.']);
  });

  it('lets a promise that another one keeps go, whatever its id', () => {
    const [first, ...others] = before.commitments;
    assert.ok(first);
    assert.deepEqual(reasonsOf({ ...before, commitments: [...others, { ...first, id: 'new-name', targetSeconds: 60 }] }), []);
  });

  it('finds hours that close, for the clock and for the channel', () => {
    const { week } = before.calendars[0]?.rules ?? { week: {} };
    const reasons = reasonsOf(changeRules(before, 0, { week: { ...week, fri: [['09:00', '15:00']] } }));
    assert.equal(reasons.length, 4, 'two commitments and two channels');
    assert.match(reasons[0] ?? '', /due later: first on Friday 6 March 2026, 15:00 to 17:00 and \d+ more times/);
    assert.match(reasons[2] ?? '', /E-mail our email: it is staffed less: not on Friday 6 March 2026, 15:00 to 17:00/);
  });

  it('finds hours that only move, since whoever wrote early waits longer', () => {
    const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['10:00', '18:00']]]));
    assert.equal(isWeakening(before, changeRules(before, 0, { week: week as Agreement['calendars'][number]['rules']['week'] }), NOW), true);
  });

  it('finds a new holiday, but none that has passed or falls on a closed day', () => {
    assert.match(reasonsOf(changeRules(before, 0, { holidays: ['2026-12-25'] }))[0] ?? '', /Friday 25 December 2026, 09:00 to 17:00\./);
    assert.deepEqual(reasonsOf(changeRules(before, 0, { holidays: ['2026-03-01', '2025-12-25', '2026-12-26'] })), []);
  });

  it('finds a break, and hours of a single date that close', () => {
    assert.equal(isWeakening(before, changeRules(before, 0, { breaks: { '2026-06-01': [['12:00', '13:00']] } }), NOW), true);
    assert.equal(isWeakening(before, changeRules(before, 0, { dateOverrides: { '2026-06-01': [['09:00', '12:00']] } }), NOW), true);
    assert.equal(isWeakening(before, changeRules(before, 0, { dateOverrides: { '2026-06-06': [['09:00', '12:00']] } }), NOW), false);
  });

  it('finds another time zone with the same hours on the wall', () => {
    assert.equal(isWeakening(before, changeRules(before, 0, { timeZone: 'Europe/London' }), NOW), true);
    // The same hours all year, by another name.
    assert.equal(isWeakening(before, changeRules(before, 0, { timeZone: 'Europe/Paris' }), NOW), false);
  });

  it('finds a channel that answers in fewer languages, becomes another kind, or covers less', () => {
    assert.deepEqual(reasonsOf(changeChannel({ languages: ['de'] })), ['E-mail our email: fewer languages are answered: no longer en.']);
    assert.deepEqual(reasonsOf(changeChannel({ kind: 'phone' })), ['E-mail our email: it becomes another kind of channel, Phone.']);
    assert.deepEqual(reasonsOf(changeChannel({ languages: ['de', 'en'], handle: 'renamed' })), []);
    assert.match(reasonsOf(changeChannel({ doesNotCover: 'Advertising.\nComplaints.' }))[0] ?? '', /more is said not to be covered/);
    assert.deepEqual(reasonsOf(changeChannel({ doesNotCover: '' })), []);
    assert.deepEqual(reasonsOf(changeChannel({ covers: `${before.channels[0]?.covers} And everybody else.` })), []);
    assert.match(reasonsOf(changeChannel({ covers: 'Some messages.' }))[0] ?? '', /may leave something out/);
  });

  it('finds equal treatment withdrawn, a remedy removed or worded anew, and a shorter notice', () => {
    assert.deepEqual(reasonsOf({ ...before, equalTreatment: { ...before.equalTreatment, promised: false } }), [
      'The promise of equal treatment is withdrawn.',
    ]);
    assert.deepEqual(reasonsOf({ ...before, remedy: '' }), ['The remedy is taken away.']);
    assert.deepEqual(reasonsOf({ ...before, remedy: 'We say sorry.' }), ['The remedy is worded anew, which may promise less.']);
    assert.deepEqual(reasonsOf({ ...before, remedy: `${before.remedy} And we say sorry.` }), []);
    assert.deepEqual(reasonsOf({ ...before, noticePeriodDays: 29 }), [
      'The notice before a weakening becomes shorter: 29 instead of 30 days.',
    ]);
  });

  it('does not judge conduct guidelines, the owner or the review', () => {
    const conduct = { weDo: 'Little.', weAsk: 'Much.', otherwise: 'Silence.' };
    assert.deepEqual(reasonsOf({ ...before, conduct, owner: { name: 'Other', contact: 'else' }, reviewOn: '2030-01-01' }), []);
  });
});

const templates = fc
  .constantFrom('online-shop', 'software', 'airline', 'bank', 'public-body', 'small-business')
  .map((id) => makeAgreement(id));

describe('weakening', () => {
  it('is never found between equals', () => {
    fc.assert(
      fc.property(templates, (agreement) => {
        assert.deepEqual(findWeakenings(agreement, structuredClone(agreement), NOW), []);
      }),
    );
  });

  it('is never found where every promise becomes stricter', () => {
    const strengthen = fc.record({
      faster: fc.double({ min: 0.01, max: 1, noNaN: true }),
      better: fc.double({ min: 0, max: 1, noNaN: true }),
      dayAndNight: fc.boolean(),
      extraNotice: fc.integer({ min: 0, max: 100 }),
      extraHours: fc.boolean(),
    });
    fc.assert(
      fc.property(templates, strengthen, (agreement, by) => {
        const after: Agreement = {
          ...agreement,
          commitments: agreement.commitments.map((commitment) => ({
            ...commitment,
            targetSeconds: Math.max(1, Math.floor(commitment.targetSeconds * by.faster)),
            objectivePercent: commitment.objectivePercent + Math.floor((100 - commitment.objectivePercent) * by.better),
            clockCalendarId: by.dayAndNight ? null : commitment.clockCalendarId,
          })),
          calendars: agreement.calendars.map((calendar) => ({
            ...calendar,
            rules: by.extraHours
              ? { ...calendar.rules, week: { ...calendar.rules.week, sun: [...(calendar.rules.week.sun ?? []), ['20:00', '03:00']] } }
              : calendar.rules,
          })),
          noticePeriodDays: agreement.noticePeriodDays + by.extraNotice,
        };
        assert.deepEqual(findWeakenings(agreement, after, NOW), []);
      }),
    );
  });

  it('is found whichever single thing becomes worse', () => {
    const worsen = fc.constantFrom<(agreement: Agreement, index: number) => Agreement>(
      (agreement, index) => changeCommitment(agreement, index, { targetSeconds: (agreement.commitments[index]?.targetSeconds ?? 0) + 1 }),
      (agreement, index) =>
        changeCommitment(agreement, index, { objectivePercent: (agreement.commitments[index]?.objectivePercent ?? 0) - 0.5 }),
      (agreement, index) => changeCommitment(agreement, index, { automationAnswers: true }),
      (agreement, index) => ({ ...agreement, commitments: agreement.commitments.filter((_, i) => i !== index) }),
    );
    fc.assert(
      fc.property(templates, fc.nat(), worsen, (agreement, pick, change) => {
        assert.equal(isWeakening(agreement, change(agreement, pick % agreement.commitments.length), NOW), true);
      }),
    );
  });
});
