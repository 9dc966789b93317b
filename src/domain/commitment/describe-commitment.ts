import type { Agreement, Commitment } from '../agreement/agreement.ts';
import type { CalendarRules } from '../calendar/calendar.ts';
import { describeHours, isAlwaysOpen } from '../calendar/describe-hours.ts';
import { toBasisPoints } from '../compliance/share.ts';
import { formatCount } from '../count-text.ts';
import { type DurationClock, describeDuration } from '../duration-text.ts';
import { DAY_SECONDS } from '../instant.ts';
import type { Metric } from './metric.ts';

type CommitmentTerms = Pick<
  Commitment,
  'metric' | 'targetSeconds' | 'objectivePercent' | 'clockCalendarId' | 'automationAnswers' | 'topic' | 'ownTargets'
>;

/**
 * A commitment in one plain sentence: "A person answers within 1 hour, 9 of 10 times, Monday to Friday 09:00 to 17:00."
 * @param agreement holds the calendar that the commitment's clock follows.
 */
export function describeCommitment(commitment: CommitmentTerms, agreement: Pick<Agreement, 'calendars'>): string {
  const calendar = agreement.calendars.find(({ id }) => id === commitment.clockCalendarId);
  const parts = [
    `${describeDeed(commitment)} within ${describeTarget(commitment, agreement)}`,
    describeObjective(commitment.objectivePercent),
  ];
  const hours = commitment.ownTargets === true ? '' : describeClock(commitment, calendar);
  if (hours !== '') parts.push(hours);
  const sentence = `${parts.join(', ')}.`;
  return commitment.topic === undefined ? sentence : `${commitment.topic}: ${sentence}`;
}

/** A promise in a few words, for a badge: "within 1 hour, 9 of 10 times". */
export function summariseCommitment(commitment: CommitmentTerms, agreement: Pick<Agreement, 'calendars'>): string {
  return `within ${describeTarget(commitment, agreement)}, ${describeObjective(commitment.objectivePercent)}`;
}

/** How long a promise allows: "4 working hours". */
export function describeTarget(commitment: CommitmentTerms, agreement: Pick<Agreement, 'calendars'>): string {
  if (commitment.ownTargets === true) return 'the time named for it';
  return describeDuration(commitment.targetSeconds, commitmentClock(commitment, agreement));
}

/** Whether a commitment counts opening hours only, so that its durations must not be told in days. */
export function commitmentClock(commitment: Pick<Commitment, 'clockCalendarId'>, agreement: Pick<Agreement, 'calendars'>): DurationClock {
  const calendar = agreement.calendars.find(({ id }) => id === commitment.clockCalendarId);
  return calendar === undefined || isAlwaysOpen(calendar.rules) ? 'elapsed' : 'working';
}

/** An objective in words: 90 is "9 of 10 times", 95 is "95 of 100 times", 99.5 is "995 of 1,000 times", 100 is "every time". */
export function describeObjective(objectivePercent: number): string {
  const points = toBasisPoints(objectivePercent);
  if (points === 10_000) return 'every time';
  const scale = [10, 100, 1000, 10_000].find((size) => (points * size) % 10_000 === 0) ?? 10_000;
  return `${formatCount((points * scale) / 10_000)} of ${formatCount(scale)} times`;
}

/** What a metric measures, as the heading of a figure. */
export const METRIC_NAMES: Record<Metric, string> = {
  'first-response': 'First answer',
  'next-response': 'Later answers',
  resolution: 'Settled',
  answered: 'Answered at all',
};

function describeDeed({ metric, automationAnswers }: CommitmentTerms): string {
  const who = automationAnswers ? 'A person or an automatic reply' : 'A person';
  const deeds: Record<Metric, string> = {
    'first-response': `${who} answers`,
    'next-response': `${who} answers each later message`,
    resolution: 'A matter is settled',
    answered: `${who} answers every message`,
  };
  return deeds[metric];
}

function describeClock(commitment: CommitmentTerms, calendar: { name: string; rules: CalendarRules } | undefined): string {
  if (calendar !== undefined) return describeHours(calendar.rules) ?? `counted in the hours “${calendar.name}”`;
  return commitment.targetSeconds < DAY_SECONDS ? 'day and night' : '';
}
