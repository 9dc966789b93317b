import { describeCommitment } from '../commitment/describe-commitment.ts';
import type { Agreement, AgreementChannel } from './agreement.ts';
import { type AgreementChange, type ChangeDetail, compareText, compareValue, pairById } from './agreement-change.ts';
import { CHANNEL_KINDS, nameChannel } from './channel-kind.ts';
import { compareCalendars } from './compare-calendars.ts';
import { nameLanguage } from './language.ts';
import { findCalendar, findChannel } from './resolve-agreement.ts';

/** What is different in `after`, in words, part by part. Empty when both say the same. */
export function compareAgreements(before: Agreement, after: Agreement): AgreementChange[] {
  return [
    ...compareCommitments(before, after),
    ...compareChannels(before, after),
    ...compareCalendars(before.calendars, after.calendars),
    ...compareConduct(before, after),
    ...compareFairness(before, after),
    ...compareOwner(before, after),
  ];
}

function compareCommitments(before: Agreement, after: Agreement): AgreementChange[] {
  return pairById(before.commitments, after.commitments).flatMap(({ before: old, after: next }): AgreementChange[] => {
    const commitment = next ?? old;
    if (commitment === undefined) return [];
    const channel = findChannel(next === undefined ? before : after, commitment.channelId);
    const subject = channel === undefined ? commitment.channelId : nameChannel(channel);
    const sentence = (agreement: Agreement, one: typeof next) => (one === undefined ? '' : describeCommitment(one, agreement));
    const kind = old === undefined ? 'added' : next === undefined ? 'removed' : 'changed';
    const details = [
      ...compareValue('Promise', sentence(before, old), sentence(after, next)),
      ...(kind === 'changed' ? compareValue('Channel', old?.channelId ?? '', next?.channelId ?? '') : []),
      ...(kind === 'changed' ? compareValue('Clock', nameClock(before, old), nameClock(after, next)) : []),
    ];
    return details.length === 0 ? [] : [{ part: 'commitments', kind, subject, details }];
  });
}

function nameClock(agreement: Agreement, commitment: Agreement['commitments'][number] | undefined): string {
  if (commitment === undefined || commitment.clockCalendarId === null) return 'day and night';
  return findCalendar(agreement, commitment.clockCalendarId)?.name ?? commitment.clockCalendarId;
}

function compareChannels(before: Agreement, after: Agreement): AgreementChange[] {
  return pairById(before.channels, after.channels).flatMap(({ before: old, after: next }): AgreementChange[] => {
    const channel = next ?? old;
    if (channel === undefined) return [];
    const kind = old === undefined ? 'added' : next === undefined ? 'removed' : 'changed';
    const details = compareChannel(before, old, after, next);
    return details.length === 0 ? [] : [{ part: 'channels', kind, subject: nameChannel(channel), details }];
  });
}

function compareChannel(
  before: Agreement,
  old: AgreementChannel | undefined,
  after: Agreement,
  next: AgreementChannel | undefined,
): ChangeDetail[] {
  const hours = (agreement: Agreement, channel: AgreementChannel | undefined) =>
    channel === undefined ? '' : (findCalendar(agreement, channel.calendarId)?.name ?? '');
  const value = (label: string, read: (channel: AgreementChannel) => string) =>
    compareValue(label, old === undefined ? '' : read(old), next === undefined ? '' : read(next));
  return [
    ...value('Kind', ({ kind }) => CHANNEL_KINDS[kind]),
    ...value('Handle or address', ({ handle }) => handle),
    ...value('Link', ({ url }) => url),
    ...value('For', ({ purpose }) => purpose),
    ...value('Covers', ({ covers }) => covers),
    ...value('Does not cover', ({ doesNotCover }) => doesNotCover),
    ...value('Languages', ({ languages }) => languages.map(nameLanguage).join(', ')),
    ...value('Private matters', ({ privateMatters }) => privateMatters),
    ...compareValue('Staffed in', hours(before, old), hours(after, next)),
  ];
}

function compareConduct({ conduct: before }: Agreement, { conduct: after }: Agreement): AgreementChange[] {
  return toChanges('conduct', [
    ['What we do', compareText('What we do', before.weDo, after.weDo)],
    ['What we ask of you', compareText('What we ask of you', before.weAsk, after.weAsk)],
    ['What happens otherwise', compareText('What happens otherwise', before.otherwise, after.otherwise)],
  ]);
}

function compareFairness(before: Agreement, after: Agreement): AgreementChange[] {
  const promised = ({ equalTreatment }: Agreement) => (equalTreatment.promised ? 'promised' : 'not promised');
  return toChanges('fairness', [
    [
      'Equal treatment',
      [
        ...compareValue('Equal treatment', promised(before), promised(after)),
        ...compareText('In words', before.equalTreatment.statement, after.equalTreatment.statement),
      ],
    ],
    ['Remedy', compareText('Remedy', before.remedy, after.remedy)],
    ['Notice period', compareValue('Days of notice', String(before.noticePeriodDays), String(after.noticePeriodDays))],
  ]);
}

function compareOwner(before: Agreement, after: Agreement): AgreementChange[] {
  return toChanges('owner', [
    [
      'Who answers for it',
      [...compareValue('Name', before.owner.name, after.owner.name), ...compareValue('Contact', before.owner.contact, after.owner.contact)],
    ],
    ['Next review', compareValue('Day', before.reviewOn, after.reviewOn)],
  ]);
}

function toChanges(part: AgreementChange['part'], subjects: readonly (readonly [string, readonly ChangeDetail[]])[]): AgreementChange[] {
  return subjects.flatMap(([subject, details]) => (details.length === 0 ? [] : [{ part, kind: 'changed' as const, subject, details }]));
}
