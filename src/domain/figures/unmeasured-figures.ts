import type { Agreement } from '../agreement/agreement.ts';
import { findChannel } from '../agreement/resolve-agreement.ts';
import { commitmentClock, describeCommitment, summariseCommitment } from '../commitment/describe-commitment.ts';
import { NO_COUNTS } from '../compliance/counts.ts';
import { judgeCompliance } from '../compliance/verdict.ts';
import { findWindow } from '../compliance/window.ts';
import type { Instant } from '../instant.ts';
import type { CommitmentFigures, CompanyFigures } from './figures.ts';

const NOTHING = { median: undefined, p90: undefined };

/**
 * The figures that an agreement would have if it were published at `now` and no message had arrived yet: what a page is drawn from before
 * there is anything to measure. Commitments whose channel is not there are left out.
 * @param number of the version that it would become
 */
export function toUnmeasuredFigures(content: Agreement, number: number, timeZone: string, now: Instant): CompanyFigures {
  const version = { number, content, publishedAt: now, effectiveAt: now };
  const commitments = content.commitments.flatMap((commitment): CommitmentFigures[] => {
    const channel = findChannel(content, commitment.channelId);
    if (channel === undefined) return [];
    return [
      {
        commitment,
        channel,
        sentence: describeCommitment(commitment, content),
        summary: summariseCommitment(commitment, content),
        clock: commitmentClock(commitment, content),
        objectivePercent: commitment.objectivePercent,
        judgement: judgeCompliance(NO_COUNTS, commitment.objectivePercent, null, now),
        waited: NOTHING,
        staffed: NOTHING,
        evidence: [],
        exclusions: [],
        recording: { events: 0, recordedLongAfter: 0 },
        lastSignAt: null,
        formerTerms: [],
        endedWithVersion: undefined,
      },
    ];
  });
  const history = { versions: [version], inForce: version, announced: undefined };
  return { window: findWindow('30d', timeZone, now), computedAt: now, history, commitments, former: [] };
}
