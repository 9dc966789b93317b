import { formatCount } from '../count-text.ts';
import type { Instant } from '../instant.ts';
import { formatDay, formatMoment } from '../moment-text.ts';
import type { AlertFacts } from './due-alert.ts';

/** An alert in one sentence, as it stands at `now`, with the times of `timeZone`. */
export function describeAlert(facts: AlertFacts, now: Instant, timeZone: string): string {
  const moment = (at: Instant) => describeMoment(at, now, timeZone);
  switch (facts.kind) {
    case 'obligation': {
      const about = `${facts.channel}, ${facts.promise}`;
      const where = `Conversation ${facts.conversationId}`;
      if (facts.usedPercent >= 100) return `${about}: the target was missed ${moment(facts.dueAt)}. ${where} still waits.`;
      return `${about}: ${facts.usedPercent} % of the target is used, due ${moment(facts.dueAt)}. ${where} waits.`;
    }
    case 'verdict': {
      const about = `${facts.channel}, ${facts.promise}`;
      const share = `${facts.met} of ${facts.decided} kept, objective ${facts.objectivePercent} %`;
      if (facts.breachesLeft === 0) return `${about} is no longer kept this month: ${share}.`;
      const count = facts.breachesLeft === 1 ? 'One more breach' : `${facts.breachesLeft} more breaches`;
      return `${count} and ${about} is no longer kept this month: ${share}.`;
    }
    case 'silent':
      return `Nothing was heard of the source ${facts.source} for 48 hours; its last sign of life came ${moment(facts.lastSignAt)}.`;
    case 'backlog':
      return `${facts.channel}, ${facts.promise}: at the present pace ${facts.late} of ${facts.waiting} that wait will be late (${facts.answeredLately} were answered in the last 24 hours).`;
  }
}

/** Many alerts in one line: "3 alerts", or the only one. */
export function summariseAlerts(sentences: readonly string[]): string {
  const [first = ''] = sentences;
  return sentences.length === 1 ? first : `${formatCount(sentences.length)} alerts`;
}

/** The same day "14:26", on others with their date, also for what is past. */
function describeMoment(at: Instant, now: Instant, timeZone: string): string {
  const isToday = formatDay(at, now, timeZone) === formatDay(now, now, timeZone);
  if (at >= now || isToday) return `${isToday ? 'at ' : ''}${formatMoment(at, now, timeZone)}`;
  const clock = Temporal.Instant.fromEpochMilliseconds(at * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString()
    .slice(0, 5);
  return `on ${formatDay(at, now, timeZone)} at ${clock}`;
}
