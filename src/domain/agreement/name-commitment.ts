import { describeCommitment } from '../commitment/describe-commitment.ts';
import type { Agreement, Commitment } from './agreement.ts';
import { nameChannel } from './channel-kind.ts';
import { findChannel } from './resolve-agreement.ts';

/** A commitment with its channel: `X @acme: “A person answers within 1 hour, 9 of 10 times, day and night.”` */
export function nameCommitment(agreement: Agreement, commitment: Commitment): string {
  const channel = findChannel(agreement, commitment.channelId);
  return `${channel === undefined ? commitment.channelId : nameChannel(channel)}: “${describeCommitment(commitment, agreement)}”`;
}
