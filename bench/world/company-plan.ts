import type { AgreementVersion } from '../../src/domain/agreement/agreement.ts';
import { HOUR_SECONDS, type Instant } from '../../src/domain/instant.ts';
import type { SourceScope } from '../../src/store/event.ts';
import { weighHour } from './timetable.ts';

/** The conversations of one company that are to be made. It can be handed to another thread. */
export interface CompanyPlan {
  readonly scope: SourceScope;
  /** What is drawn differs by it. */
  readonly seed: number;
  readonly versions: readonly AgreementVersion[];
  readonly conversations: number;
  /** The first conversation is not before it. */
  readonly since: Instant;
  /** Nothing happens after it. */
  readonly now: Instant;
}

/** Conversations that begin in one hour, numbered from `first` on. */
export interface PlannedHour {
  readonly hour: number;
  readonly first: number;
  readonly count: number;
}

/** Spreads the conversations over the hours of the plan's time by weekday and hour. Together they are all of them. */
export function spreadOverHours({ conversations, since, now }: Pick<CompanyPlan, 'conversations' | 'since' | 'now'>): PlannedHour[] {
  const from = Math.ceil(since / HOUR_SECONDS);
  const hours = Array.from({ length: Math.floor(now / HOUR_SECONDS) - from }, (_, index) => from + index);
  const total = hours.reduce((sum, hour) => sum + weighHour(hour), 0);
  let before = 0;
  return hours.map((hour) => {
    const first = Math.round((before / total) * conversations);
    before += weighHour(hour);
    return { hour, first, count: Math.round((before / total) * conversations) - first };
  });
}
