import type { Instant } from '../instant.ts';
import type { Agreement } from './agreement.ts';
import { findChannelWeakenings } from './find-channel-weakenings.ts';
import { findCommitmentWeakenings } from './find-commitment-weakenings.ts';
import { losesSentence } from './loses-sentence.ts';

/** One way in which a version promises less than another: the part of the document it is in, and the reason in words. */
export interface Weakening {
  readonly field: 'commitments' | 'channels' | 'equalTreatment' | 'remedy' | 'noticePeriodDays';
  readonly reason: string;
}

/**
 * Every way in which `after` promises customers less than `before` from `since` on. Empty when whoever relied on
 * `before` can rely on `after`: what is added or made stricter never weakens. A promise that is kept by another one,
 * whatever its id, is not taken back. Conduct guidelines are no commitment and weaken nothing.
 */
export function findWeakenings(before: Agreement, after: Agreement, since: Instant): Weakening[] {
  return [
    ...findCommitmentWeakenings(before, after, since),
    ...findChannelWeakenings(before, after, since),
    ...findFairnessWeakenings(before, after),
  ];
}

export function isWeakening(before: Agreement, after: Agreement, since: Instant): boolean {
  return findWeakenings(before, after, since).length > 0;
}

function findFairnessWeakenings(before: Agreement, after: Agreement): Weakening[] {
  const weakenings: Weakening[] = [];
  if (before.equalTreatment.promised) {
    if (!after.equalTreatment.promised) {
      weakenings.push({ field: 'equalTreatment', reason: 'The promise of equal treatment is withdrawn.' });
    } else if (losesSentence(before.equalTreatment.statement, after.equalTreatment.statement)) {
      weakenings.push({ field: 'equalTreatment', reason: 'The promise of equal treatment is worded anew, which may promise less.' });
    }
  }
  if (before.remedy !== '' && after.remedy === '') {
    weakenings.push({ field: 'remedy', reason: 'The remedy is taken away.' });
  } else if (losesSentence(before.remedy, after.remedy)) {
    weakenings.push({ field: 'remedy', reason: 'The remedy is worded anew, which may promise less.' });
  }
  if (after.noticePeriodDays < before.noticePeriodDays) {
    weakenings.push({
      field: 'noticePeriodDays',
      reason: `The notice before a weakening becomes shorter: ${after.noticePeriodDays} instead of ${before.noticePeriodDays} days.`,
    });
  }
  return weakenings;
}
