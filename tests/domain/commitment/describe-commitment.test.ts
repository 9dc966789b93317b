import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AgreementCalendar, Commitment } from '../../../src/domain/agreement/agreement.ts';
import { ALWAYS_OPEN_WEEK, type CalendarRules, type Interval } from '../../../src/domain/calendar/calendar.ts';
import { describeCommitment, describeObjective, summariseCommitment } from '../../../src/domain/commitment/describe-commitment.ts';

const office: Interval[] = [['09:00', '17:00']];
const week = (days: CalendarRules['week'], holidays: string[] = []): AgreementCalendar => ({
  id: 'hours',
  name: 'Office',
  rules: { timeZone: 'Europe/Berlin', week: days, holidays, dateOverrides: {}, breaks: {} },
  holidayNames: {},
});
const weekdays = { mon: office, tue: office, wed: office, thu: office, fri: office };

function describeWith(calendar: AgreementCalendar, change: Partial<Commitment> = {}): string {
  const commitment: Commitment = {
    id: 'c',
    channelId: 'x',
    metric: 'first-response',
    targetSeconds: 3600,
    objectivePercent: 90,
    clockCalendarId: 'hours',
    automationAnswers: false,
    ...change,
  };
  return describeCommitment(commitment, { calendars: [calendar] });
}

describe('describe commitment', () => {
  test('says what it is narrowed to, and that each message has a time of its own', () => {
    assert.equal(
      describeWith(week(weekdays), { topic: 'Billing' }),
      'Billing: A person answers within 1 hour, 9 of 10 times, Monday to Friday 09:00 to 17:00.',
    );
    assert.equal(
      describeWith(week(weekdays), { metric: 'resolution', ownTargets: true, clockCalendarId: null }),
      'A matter is settled within the time named for it, 9 of 10 times.',
    );
  });

  test('says who, how fast, how often and when', () => {
    assert.equal(describeWith(week(weekdays)), 'A person answers within 1 hour, 9 of 10 times, Monday to Friday 09:00 to 17:00.');
    assert.equal(
      describeWith(
        week(
          {
            ...weekdays,
            sat: [
              ['10:00', '12:00'],
              ['13:00', '14:00'],
            ],
          },
          ['2026-12-25'],
        ),
        { targetSeconds: 14_400 },
      ),
      'A person answers within 4 working hours, 9 of 10 times, Monday to Friday 09:00 to 17:00 and Saturday 10:00 to 12:00 and 13:00 to 14:00, except holidays.',
    );
  });

  test('a clock that never stops runs day and night', () => {
    assert.equal(describeWith(week(ALWAYS_OPEN_WEEK)), 'A person answers within 1 hour, 9 of 10 times, day and night.');
    assert.equal(describeWith(week(weekdays), { clockCalendarId: null }), 'A person answers within 1 hour, 9 of 10 times, day and night.');
    assert.equal(
      describeWith(week(weekdays), { clockCalendarId: null, metric: 'answered', targetSeconds: 604_800, objectivePercent: 99.5 }),
      'A person answers every message within 7 days, 995 of 1,000 times.',
    );
  });

  test('says that automation answers', () => {
    assert.match(describeWith(week(weekdays), { automationAnswers: true }), /^A person or an automatic reply answers within/);
  });

  test('names the calendar where its hours are too many for a sentence', () => {
    const odd = (hour: string): Interval[] => [[hour, '20:00']];
    const many = week({ mon: odd('08:00'), tue: odd('09:00'), wed: odd('10:00'), thu: odd('11:00') });
    assert.match(describeWith(many), /, counted in the hours “Office”\.$/);
  });

  test('objectives in words', () => {
    assert.deepEqual([90, 95, 99.5, 99.95, 100, 80].map(describeObjective), [
      '9 of 10 times',
      '95 of 100 times',
      '995 of 1,000 times',
      '9,995 of 10,000 times',
      'every time',
      '8 of 10 times',
    ]);
  });

  test('a summary for a badge', () => {
    const commitment = {
      metric: 'first-response',
      targetSeconds: 1800,
      objectivePercent: 90,
      clockCalendarId: null,
      automationAnswers: false,
    } as const;
    assert.equal(summariseCommitment(commitment, { calendars: [] }), 'within 30 minutes, 9 of 10 times');
  });
});
