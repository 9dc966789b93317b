import { z } from 'zod';
import { readExplainedPeriod } from '../domain/explanation/explained-period.ts';
import { type Explanation, LONGEST_EXPLANATION, MOST_LINES } from '../domain/explanation/explanation.ts';
import { listAgreementVersions } from '../store/agreement-version.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import type { CompanyScope, Context } from './context.ts';
import { AppError } from './errors.ts';

/** Control characters but the line feed, and marks that turn the direction of what follows. */
const INVISIBLE = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** What a company says of a period: the same when it is published and when it is changed. */
export const explanationForm = z.strictObject({
  text: z
    .string()
    .transform((text) =>
      text
        .replace(/\r\n?/g, '\n')
        .replace(INVISIBLE, '')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
    )
    .pipe(
      z
        .string()
        .min(1, 'Say what happened, such as: Storm, no power.')
        .max(LONGEST_EXPLANATION, `Write at most ${LONGEST_EXPLANATION} characters.`)
        .refine((text) => text.split('\n').length <= MOST_LINES, `Write at most ${MOST_LINES} lines.`),
    ),
  /** YYYY-MM-DD and HH:MM by the company's clock; times may be empty for whole days, the last date for a single one. */
  firstDate: z.string().trim(),
  firstTime: z.string().trim().default(''),
  lastDate: z.string().trim().default(''),
  lastTime: z.string().trim().default(''),
  /** Empty: every channel. */
  channelIds: z.array(z.string().max(40)).max(100).default([]),
});

/** What the form means for this company. @throws AppError `invalid-input` for a period or channel that is none. */
export async function readExplanation(
  ctx: Context,
  company: CompanyScope,
  form: z.output<typeof explanationForm>,
  trx: DatabaseTransaction,
): Promise<Pick<Explanation, 'text' | 'fromAt' | 'untilAt' | 'channelIds'>> {
  const period = readExplainedPeriod(form, company.timeZone, ctx.now);
  if (!period.ok) refuse(period.field, period.message);
  const channelIds = [...new Set(form.channelIds)].sort();
  if (channelIds.length > 0) {
    const versions = await listAgreementVersions(trx, company.id);
    const known = new Set(versions.flatMap(({ content }) => content.channels.map(({ id }) => id)));
    if (channelIds.some((id) => !known.has(id))) refuse('channelIds', 'Choose channels that your agreement has or had.');
  }
  return { text: form.text, fromAt: period.fromAt, untilAt: period.untilAt, channelIds };
}

function refuse(field: string, message: string): never {
  throw new AppError('invalid-input', message, 'Correct it and send it again.', { fields: [{ field, message }] });
}

/** @throws AppError `not-found` */
export function refuseUnknownExplanation(): never {
  throw new AppError('not-found', 'There is no such explanation.', 'Reload the page: somebody may have withdrawn it.');
}
