import type { Agreement, AgreementVersion } from '../../src/domain/agreement/agreement.ts';
import { getTemplate } from '../../src/domain/agreement/templates.ts';

/** A template with all that a company has to fill in: ready to be published. */
export function makeAgreement(template = 'small-business', timeZone = 'Europe/Berlin'): Agreement {
  const agreement = getTemplate(template).make({ timeZone, reviewOn: '2027-03-02' });
  return {
    ...agreement,
    channels: agreement.channels.map((channel) => ({ ...channel, handle: `our ${channel.kind}` })),
    owner: { ...agreement.owner, contact: 'care@example.com' },
  };
}

/** The agreement with one commitment changed. */
export function changeCommitment(agreement: Agreement, index: number, changes: Partial<Agreement['commitments'][number]>): Agreement {
  return {
    ...agreement,
    commitments: agreement.commitments.map((commitment, i) => (i === index ? { ...commitment, ...changes } : commitment)),
  };
}

/** The agreement with the rules of one calendar changed. */
export function changeRules(agreement: Agreement, index: number, changes: Partial<Agreement['calendars'][number]['rules']>): Agreement {
  return {
    ...agreement,
    calendars: agreement.calendars.map((calendar, i) =>
      i === index ? { ...calendar, rules: { ...calendar.rules, ...changes } } : calendar,
    ),
  };
}

/** Versions of these contents, numbered from 1, each with its instants. */
export function makeVersions(...versions: [content: Agreement, publishedAt: number, effectiveAt: number][]): AgreementVersion[] {
  return versions.map(([content, publishedAt, effectiveAt], index) => ({ number: index + 1, publishedAt, effectiveAt, content }));
}
