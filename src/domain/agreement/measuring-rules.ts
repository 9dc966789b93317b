import type { CompiledCalendar } from '../calendar/compiled-calendar.ts';
import { getCalendar } from '../calendar/get-calendar.ts';
import { type CommitmentRule, KEPT_PAUSES } from '../conversation/commitment-rule.ts';
import type { Agreement } from './agreement.ts';

/** What an agreement measures on each channel, by the channel's id. Channels without a commitment are left out. */
export type MeasuringRules = ReadonlyMap<string, readonly CommitmentRule[]>;

/** Turns an agreement's commitments into rules that judge conversations; each calendar is compiled once. */
export function toMeasuringRules(agreement: Pick<Agreement, 'calendars' | 'commitments'>): MeasuringRules {
  const rules = new Map<string, CommitmentRule[]>();
  for (const commitment of agreement.commitments) {
    const ofChannel = rules.get(commitment.channelId) ?? [];
    ofChannel.push({
      key: commitment.id,
      metric: commitment.metric,
      targetSeconds: commitment.targetSeconds,
      clock: commitment.clockCalendarId === null ? null : getClock(agreement.calendars, commitment.clockCalendarId),
      pauseOn: KEPT_PAUSES[commitment.metric],
      automationAnswers: commitment.automationAnswers,
      topic: commitment.topic,
      ownTargets: commitment.ownTargets,
    });
    rules.set(commitment.channelId, ofChannel);
  }
  return rules;
}

function getClock(calendars: Agreement['calendars'], id: string): CompiledCalendar {
  const calendar = calendars.find((candidate) => candidate.id === id);
  if (calendar === undefined) throw new Error(`The agreement has a commitment on the calendar ${id}, which is not in it.`);
  return getCalendar(calendar.rules);
}
