import type { EventType } from '../../domain/conversation/event.ts';
import type { Instant } from '../../domain/instant.ts';
import type { OpenedConversation } from './twcs-index.ts';

/** An event of a tweet, in the form in which events are recorded. */
export interface TwcsEvent {
  readonly id: string;
  readonly conversation: string;
  readonly channel: string;
  readonly type: EventType;
  readonly at: Instant;
  readonly author?: string;
  readonly reason?: 'not-observable';
}

/**
 * The events of an opening: the customer's message, each direct reply, and where the file does not show whether there was one the exclusion
 * that says so.
 * @param channelId the channel of the account.
 */
export function toEvents({ id, author, at, replies, isObservable }: OpenedConversation, channelId: string): TwcsEvent[] {
  const about = { conversation: id, channel: channelId };
  const message: TwcsEvent = { id, ...about, type: 'customer-message', at, ...(author === '' ? {} : { author }) };
  const answers = replies.map((reply): TwcsEvent => ({ ...about, id: reply.id, at: reply.at, type: 'agent-reply' }));
  if (isObservable) return [message, ...answers];
  return [message, { id: `${id}:not-observable`, ...about, type: 'excluded', at, reason: 'not-observable' }];
}
