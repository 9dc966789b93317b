import type { AgreementChannel, AgreementVersion } from '../agreement/agreement.ts';
import type { CompiledCalendar } from '../calendar/compiled-calendar.ts';
import { getCalendar } from '../calendar/get-calendar.ts';
import { countDecided } from '../compliance/counts.ts';
import type { Percentile } from '../compliance/percentile.ts';
import { FEWEST_DECIDED } from '../compliance/verdict.ts';
import type { Instant } from '../instant.ts';
import type { CommitmentFigures, CompanyFigures } from './figures.ts';

/** Whether a channel is staffed at this moment and until when; `changesAt` null: nothing changes any more. */
export interface ChannelHours {
  readonly channel: AgreementChannel;
  readonly isOpen: boolean;
  readonly changesAt: Instant | null;
}

/** When somebody who writes now gets an answer. */
export interface ExpectedAnswer {
  readonly hours: ChannelHours;
  /** By when the company promises it; null when its clock never runs so long again. */
  readonly promisedBy: Instant | null;
  /** By when half, and 9 of 10, of such messages were answered, counted on the same clock; null without enough of them. */
  readonly likelyBy: Instant | null;
  readonly nineOfTenBy: Instant | null;
  /** Messages that this rests on. */
  readonly messages: number;
}

export interface OpenNow {
  readonly channels: readonly ChannelHours[];
  /** The channel that answers first comes first. */
  readonly answers: readonly ExpectedAnswer[];
  /** When a channel opens or closes next. */
  readonly changesAt: Instant | null;
}

/** What a version means for somebody who writes at this moment. Pure. */
export function describeOpenNow(figures: CompanyFigures): OpenNow {
  const { history, computedAt: now } = figures;
  if (history.inForce === undefined) return { channels: [], answers: [], changesAt: null };
  const clocks = compileCalendars(history.inForce);
  const channels = history.inForce.content.channels.map((channel) => readHours(channel, clocks, now));
  const answers = channels.flatMap((hours) => {
    const own = figures.commitments.filter(({ channel }) => channel.id === hours.channel.id);
    const best = firstAnswer(own)
      .map((commitment) => expectAnswer(commitment, hours, clocks, now))
      .sort(compareAnswers)[0];
    return best === undefined ? [] : [best];
  });
  const changes = channels.flatMap(({ changesAt }) => (changesAt === null ? [] : [changesAt]));
  return { channels, answers: answers.sort(compareAnswers), changesAt: changes.length === 0 ? null : Math.min(...changes) };
}

/** When a channel of the version opens or closes next, or null. */
export function findNextOpening(version: AgreementVersion, now: Instant): Instant | null {
  const changes = version.content.calendars.flatMap(({ rules }) => getCalendar(rules).nextChange(now) ?? []);
  return changes.length === 0 ? null : Math.min(...changes);
}

type Clocks = ReadonlyMap<string, CompiledCalendar>;

function compileCalendars(version: AgreementVersion): Clocks {
  return new Map(version.content.calendars.map(({ id, rules }) => [id, getCalendar(rules)]));
}

function readHours(channel: AgreementChannel, clocks: Clocks, now: Instant): ChannelHours {
  const calendar = clocks.get(channel.calendarId);
  return { channel, isOpen: calendar?.isOpen(now) ?? true, changesAt: calendar?.nextChange(now) ?? null };
}

/** The commitments that say how soon a new message is answered: a first answer's, else that every message is answered. */
function firstAnswer(own: readonly CommitmentFigures[]): readonly CommitmentFigures[] {
  // What is promised for one topic only says nothing about a message that is yet to be written.
  const general = own.filter(({ commitment }) => commitment.topic === undefined);
  const first = general.filter(({ commitment }) => commitment.metric === 'first-response');
  return first.length > 0 ? first : general.filter(({ commitment }) => commitment.metric === 'answered');
}

function expectAnswer(figures: CommitmentFigures, hours: ChannelHours, clocks: Clocks, now: Instant): ExpectedAnswer {
  const { clockCalendarId, targetSeconds, ownTargets } = figures.commitment;
  const clock = clockCalendarId === null ? undefined : clocks.get(clockCalendarId);
  const after = (seconds: number) => (clock === undefined ? now + seconds : clock.addSeconds(now, seconds));
  const messages = countDecided(figures.judgement.counts);
  const measured = (percentile: Percentile) => {
    const isKnown = typeof percentile === 'number' && messages >= FEWEST_DECIDED && figures.judgement.verdict !== 'stale';
    return isKnown ? after(percentile) : null;
  };
  return {
    hours,
    promisedBy: ownTargets === true ? null : after(targetSeconds),
    likelyBy: measured(figures.staffed.median),
    nineOfTenBy: measured(figures.staffed.p90),
    messages,
  };
}

/** What was measured counts before what was promised: a channel that says nothing yet cannot win by promising. */
function compareAnswers(a: ExpectedAnswer, b: ExpectedAnswer): number {
  const never = Number.MAX_SAFE_INTEGER;
  const byMeasure = (a.likelyBy ?? never) - (b.likelyBy ?? never);
  return byMeasure || (a.promisedBy ?? never) - (b.promisedBy ?? never);
}
