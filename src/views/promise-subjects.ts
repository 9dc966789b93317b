import type { AgreementVersion } from '../domain/agreement/agreement.ts';
import { nameChannel } from '../domain/agreement/channel-kind.ts';
import { findChannel } from '../domain/agreement/resolve-agreement.ts';
import { namePromise } from '../domain/alert/name-promise.ts';

/** What a rule can be about. */
export interface ShownSubject {
  /** `channel:ID` or `commitment:CHANNEL:ID`. */
  readonly value: string;
  readonly label: string;
}

/** Null: every channel, or every promise of the channel. */
export interface RuleSubject {
  readonly channelId: string | null;
  readonly commitmentId: string | null;
}

/** What a rule is about, in words, as the version says it. */
export function nameSubject({ channelId, commitmentId }: RuleSubject, version: AgreementVersion | undefined): string {
  if (channelId === null) return 'All channels';
  const channel = version && findChannel(version.content, channelId);
  const commitment = version?.content.commitments.find((other) => other.id === commitmentId && other.channelId === channelId);
  const promise = commitmentId === null ? '' : `, ${commitment === undefined ? commitmentId : namePromise(commitment)}`;
  return `${channel === undefined ? channelId : nameChannel(channel)}${promise}`;
}

/** Every channel and promise of a version. */
export function listSubjects(version: AgreementVersion | undefined): ShownSubject[] {
  if (version === undefined) return [];
  const { channels, commitments } = version.content;
  return channels.flatMap((channel) => {
    const own = commitments.filter(({ channelId }) => channelId === channel.id);
    return [
      { value: `channel:${channel.id}`, label: nameChannel(channel) },
      ...own.map((commitment) => ({
        value: `commitment:${channel.id}:${commitment.id}`,
        label: `${nameChannel(channel)}, ${namePromise(commitment)}`,
      })),
    ];
  });
}
