import { findCalendarProblems } from '../calendar/find-calendar-problems.ts';
import { impliesCommitment } from '../commitment/implies-commitment.ts';
import { DAY_SECONDS, type Instant } from '../instant.ts';
import type { Agreement } from './agreement.ts';
import { findClock } from './resolve-agreement.ts';

/** Something that keeps a draft from being published: the field's path, such as `channels.0.handle`, and what to do. */
export interface AgreementProblem {
  readonly field: string;
  readonly message: string;
}

type Report = (field: string, message: string) => void;

/** Everything that keeps `agreement` from being published at `now`, in the order of the document. Empty: it can be published. */
export function findAgreementProblems(agreement: Agreement, now: Instant): AgreementProblem[] {
  const problems: AgreementProblem[] = [];
  const report: Report = (field, message) => problems.push({ field, message });
  checkChannels(agreement, report);
  checkCalendars(agreement, report);
  checkCommitments(agreement, now, report);
  checkTexts(agreement, report);
  checkOwner(agreement, now, report);
  return problems;
}

function checkChannels({ channels, calendars }: Agreement, report: Report): void {
  if (channels.length === 0) report('channels', 'Add at least one channel: customers need a place to write to.');
  reportRepeatedIds('channels', channels, report);
  const calendarIds = new Set(calendars.map(({ id }) => id));
  const places = new Set<string>();
  channels.forEach((channel, index) => {
    const at = `channels.${index}`;
    const place = `${channel.kind} ${channel.handle.toLowerCase()}`;
    if (channel.handle === '') report(`${at}.handle`, 'Write the handle, address or number that customers look for.');
    else if (places.has(place)) report(`${at}.handle`, 'This channel is already in the agreement. Remove one of the two.');
    places.add(place);
    if (channel.purpose === '') report(`${at}.purpose`, 'Say in one sentence what customers can use this channel for.');
    if (channel.languages.length === 0) report(`${at}.languages`, 'Name at least one language in which you answer.');
    if (!calendarIds.has(channel.calendarId)) report(`${at}.calendarId`, 'Choose the hours in which this channel is staffed.');
  });
}

function checkCalendars({ calendars }: Agreement, report: Report): void {
  reportRepeatedIds('calendars', calendars, report);
  const names = new Set<string>();
  calendars.forEach((calendar, index) => {
    const at = `calendars.${index}`;
    const name = calendar.name.toLowerCase();
    if (name === '') report(`${at}.name`, 'Give these hours a name, such as “Office hours”.');
    else if (names.has(name)) report(`${at}.name`, 'Other hours have the same name. Change one of the two.');
    names.add(name);
    for (const problem of findCalendarProblems(calendar.rules)) report(`${at}.rules.${problem.path.join('.')}`, problem.message);
  });
}

function checkCommitments(agreement: Agreement, now: Instant, report: Report): void {
  const { channels, commitments } = agreement;
  if (commitments.length === 0) report('commitments', 'Add at least one promise: without one there is nothing to keep.');
  reportRepeatedIds('commitments', commitments, report);
  const channelIds = new Set(channels.map(({ id }) => id));
  commitments.forEach((commitment, index) => {
    const at = `commitments.${index}`;
    if (!channelIds.has(commitment.channelId)) report(`${at}.channelId`, 'Choose a channel of this agreement.');
    if (findClock(agreement, commitment.clockCalendarId) === undefined) {
      report(`${at}.clockCalendarId`, 'Choose hours of this agreement, or count day and night.');
    } else if (commitment.ownTargets === true && commitment.clockCalendarId !== null) {
      report(`${at}.clockCalendarId`, 'A time named for each message is a moment, whatever the hours: count day and night.');
    }
  });
  for (const index of findIdleCommitments(agreement, now)) {
    report(
      `commitments.${index}.targetSeconds`,
      'Another promise for this channel already covers this one. Remove it, or promise something the other does not.',
    );
  }
}

/** Indices of commitments that another one keeps by itself; of two that are alike the later one. */
function findIdleCommitments(agreement: Agreement, now: Instant): number[] {
  const clocked = agreement.commitments.flatMap((commitment, index) => {
    const clock = findClock(agreement, commitment.clockCalendarId);
    return clock === undefined ? [] : [{ commitment, clock, index }];
  });
  const covers = (offered: (typeof clocked)[number], promised: (typeof clocked)[number]): boolean =>
    offered.commitment.clockCalendarId === promised.commitment.clockCalendarId && impliesCommitment(promised, offered, now);
  return clocked
    .filter((one) => clocked.some((other) => other !== one && covers(other, one) && (other.index < one.index || !covers(one, other))))
    .map(({ index }) => index);
}

function checkTexts({ conduct, equalTreatment, remedy }: Agreement, report: Report): void {
  if (conduct.weDo === '') report('conduct.weDo', 'Write what customers can expect of you.');
  if (conduct.weAsk === '') report('conduct.weAsk', 'Write what you ask of customers in return.');
  if (conduct.otherwise === '') report('conduct.otherwise', 'Write what happens when the line is crossed, and how to appeal.');
  if (equalTreatment.promised && equalTreatment.statement === '') {
    report('equalTreatment.statement', 'Put the promise of equal treatment into words.');
  }
  if (remedy === '') report('remedy', 'Write what you do when you do not keep your word. If that is nothing, say so.');
}

function checkOwner({ owner, reviewOn }: Agreement, now: Instant, report: Report): void {
  if (owner.name === '') report('owner.name', 'Name the office or role that answers for this agreement.');
  if (owner.contact === '') report('owner.contact', 'Write how to reach whoever answers for this agreement.');
  if (reviewOn === '') report('reviewOn', 'Choose the day by which you will look at this agreement again.');
  // The day ends everywhere on Earth no later than 12 hours after it ends in UTC.
  else if (Date.parse(`${reviewOn}T12:00:00Z`) / 1000 + DAY_SECONDS <= now) report('reviewOn', 'This day has passed. Choose one to come.');
}

function reportRepeatedIds(list: 'channels' | 'calendars' | 'commitments', items: readonly { id: string }[], report: Report): void {
  const seen = new Set<string>();
  items.forEach(({ id }, index) => {
    if (seen.has(id)) report(`${list}.${index}.id`, `The id ${id} is used twice. Give each its own.`);
    seen.add(id);
  });
}
