import { z } from 'zod';
import { agreementForm } from '../agreement/agreement.ts';
import { findTimeInForce } from '../agreement/version-in-force.ts';
import { formatInstant } from '../instant.ts';
import { type AnsweredCompany, companyAnswer, instantText, toCompanyAnswer } from './compliance-answer.ts';
import type { AgreementHistory } from './figures.ts';

/** A company's agreement as the API gives it. */

const versionAnswer = z.strictObject({
  number: z.int().min(1),
  publishedAt: instantText,
  effectiveAt: instantText,
  url: z.url().meta({ description: 'The version’s permanent page.' }),
});

export const agreementAnswer = z.strictObject({
  company: companyAnswer,
  inForce: versionAnswer.extend({ content: agreementForm }).nullable().meta({ description: 'Null when no version is in force.' }),
  announced: versionAnswer
    .extend({ content: agreementForm })
    .nullable()
    .meta({ description: 'The next version, when one waits for its day.' }),
  versions: z
    .array(
      versionAnswer.extend({
        inForceFrom: instantText.nullable().meta({ description: 'Null when a newer version replaced it before its day.' }),
        inForceUntil: instantText.nullable().meta({ description: 'Null while no later version ends it.' }),
      }),
    )
    .meta({ description: 'All that were ever published, oldest first.' }),
  computedAt: instantText,
});

export type AgreementAnswer = z.output<typeof agreementAnswer>;

/** @param pageAddress absolute address of the company's page. */
export function toAgreementAnswer(
  report: { company: AnsweredCompany; figures: { history: AgreementHistory; computedAt: number } },
  pageAddress: string,
): AgreementAnswer {
  const { inForce, announced, versions } = report.figures.history;
  const tell = (version: AgreementHistory['versions'][number]) => ({
    number: version.number,
    publishedAt: formatInstant(version.publishedAt),
    effectiveAt: formatInstant(version.effectiveAt),
    url: `${pageAddress}/versions/${version.number}`,
  });
  const tellWhole = (version: AgreementHistory['inForce']) =>
    version === undefined ? null : { ...tell(version), content: version.content };
  return {
    company: toCompanyAnswer(report.company),
    inForce: tellWhole(inForce),
    announced: tellWhole(announced),
    versions: versions.map((version) => {
      const time = findTimeInForce(versions, version.number);
      const until = time?.toAt ?? null;
      return {
        ...tell(version),
        inForceFrom: time === undefined ? null : formatInstant(time.fromAt),
        inForceUntil: until === null ? null : formatInstant(until),
      };
    }),
    computedAt: formatInstant(report.figures.computedAt),
  };
}
