import type { Agreement, Commitment } from './agreement.ts';
import { nameChannel } from './channel-kind.ts';
import { findChannel } from './resolve-agreement.ts';

/** A commitment as people speak of it in a list: its channel and its sentence. */
export function nameCommitment(agreement: Agreement, commitment: Commitment): string {
  const channel = findChannel(agreement, commitment.channelId);
  return `${channel === undefined ? commitment.channelId : nameChannel(channel)}, “${commitment.metric}”`;
}
