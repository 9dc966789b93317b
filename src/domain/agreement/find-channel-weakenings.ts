import { findLostOpenTime } from '../calendar/compare-open-time.ts';
import { describeTimeSpan } from '../calendar/describe-time-span.ts';
import type { Instant } from '../instant.ts';
import type { Agreement, AgreementChannel } from './agreement.ts';
import { CHANNEL_KINDS, nameChannel } from './channel-kind.ts';
import { andMore } from './find-commitment-weakenings.ts';
import type { Weakening } from './is-weakening.ts';
import { losesSentence } from './loses-sentence.ts';
import { findCalendar, findChannel } from './resolve-agreement.ts';

/** The channels of `before` that `after` takes away, moves, staffs less, or lets do less. */
export function findChannelWeakenings(before: Agreement, after: Agreement, since: Instant): Weakening[] {
  return before.channels.flatMap((channel) => {
    const successor = findChannel(after, channel.id);
    const reasons =
      successor === undefined
        ? ['this channel is taken away.']
        : [...compareScope(channel, successor), ...compareHours(before, channel, after, successor, since)];
    return reasons.map((reason) => ({ field: 'channels', reason: `${nameChannel(channel)}: ${reason}` }));
  });
}

function compareScope(before: AgreementChannel, after: AgreementChannel): string[] {
  const reasons: string[] = [];
  if (before.kind !== after.kind) reasons.push(`it becomes another kind of channel, ${CHANNEL_KINDS[after.kind]}.`);
  const lost = before.languages.filter((language) => !after.languages.includes(language));
  if (lost.length > 0) reasons.push(`fewer languages are answered: no longer ${lost.join(', ')}.`);
  // Nothing written means that everything is covered.
  if (before.covers === '' ? after.covers !== '' : after.covers !== '' && losesSentence(before.covers, after.covers)) {
    reasons.push('what it covers is worded anew, which may leave something out.');
  }
  if (losesSentence(after.doesNotCover, before.doesNotCover)) reasons.push('more is said not to be covered.');
  return reasons;
}

function compareHours(
  before: Agreement,
  channel: AgreementChannel,
  after: Agreement,
  successor: AgreementChannel,
  since: Instant,
): string[] {
  const hours = findCalendar(before, channel.calendarId);
  const next = findCalendar(after, successor.calendarId);
  if (hours === undefined || next === undefined) return [];
  const [first, ...more] = findLostOpenTime(hours.rules, next.rules, since);
  if (first === undefined) return [];
  return [`it is staffed less: not on ${describeTimeSpan(first, next.rules.timeZone)}${andMore(more.length)}.`];
}
