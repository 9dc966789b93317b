import type { VersionRules } from '../domain/conversation/commitment-rule.ts';
import type { ConversationEvent } from '../domain/conversation/event.ts';
import { judgeConversation } from '../domain/conversation/judge-conversation.ts';
import type { Obligation } from '../domain/conversation/obligation.ts';
import type { DayClock } from '../domain/tally/day-clock.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { type ChangedDay, markDays } from '../store/day-mark.ts';
import type { SourceScope, StoredEvent } from '../store/event.ts';
import { deleteObligations, listObligations, type ObligationRow, upsertObligations } from '../store/obligation.ts';
import type { CompanyRules } from './measuring-rules-cache.ts';

/** A conversation with all its events. */
export interface JudgedConversation {
  readonly id: string;
  readonly channelId: string;
  readonly events: readonly StoredEvent[];
  /** True when it certainly has no obligations yet. */
  readonly isNew: boolean;
}

/** What a company's conversations are judged and its days counted by. */
export interface Measuring {
  readonly rules: CompanyRules;
  readonly days: DayClock;
}

/** Judges the conversations anew and writes what differs from what is stored. They must be held by this transaction. */
export async function updateObligations(
  trx: DatabaseTransaction,
  scope: SourceScope,
  { rules, days }: Measuring,
  conversations: readonly JudgedConversation[],
): Promise<void> {
  const stored = new Map<string, ObligationRow>();
  const oldIds = conversations.filter(({ isNew }) => !isNew).map(({ id }) => id);
  for (const row of await listObligations(trx, scope, oldIds)) stored.set(keyOf(row), row);
  const changed: ObligationRow[] = [];
  const changedDays = new Map<string, ChangedDay>();
  const noteDay = ({ commitment_id: commitmentId, asked_at: askedAt }: ObligationRow) => {
    const day = days.dayOf(askedAt);
    changedDays.set(`${day} ${commitmentId}`, { commitmentId, day });
  };
  for (const conversation of conversations) {
    for (const row of toObligationRows(conversation, rules.forChannel(conversation.channelId))) {
      const key = keyOf(row);
      const before = stored.get(key);
      if (before === undefined || !isSame(before, row)) {
        changed.push(row);
        noteDay(row);
        if (before !== undefined) noteDay(before);
      }
      stored.delete(key);
    }
  }
  const gone = [...stored.values()];
  gone.forEach(noteDay);
  await deleteObligations(trx, scope, gone);
  await upsertObligations(trx, scope, changed);
  await markDays(trx, scope.companyId, [...changedDays.values()]);
}

const keyOf = (row: ObligationRow): string => JSON.stringify([row.conversation_id, row.commitment_id, row.ordinal]);

function isSame(a: ObligationRow, b: ObligationRow): boolean {
  return (Object.keys(b) as (keyof ObligationRow)[]).every((column) => a[column] === b[column]);
}

/** The obligations of a conversation as rows. The order of the events makes no difference. */
export function toObligationRows(
  conversation: Pick<JudgedConversation, 'id' | 'channelId' | 'events'>,
  versions: readonly VersionRules[],
): ObligationRow[] {
  const events = conversation.events.map(toConversationEvent);
  const exclusions = conversation.events.filter(({ type }) => type === 'excluded');
  const asking = indexMessages(conversation.events);
  const ordinals = new Map<string, number>();
  return judgeConversation(events, versions).map((obligation) => {
    const ordinal = ordinals.get(obligation.commitmentKey) ?? 0;
    ordinals.set(obligation.commitmentKey, ordinal + 1);
    const message = obligation.messageId === null ? undefined : asking.get(obligation.messageId);
    return {
      conversation_id: conversation.id,
      commitment_id: obligation.commitmentKey,
      ordinal,
      channel_id: conversation.channelId,
      metric: obligation.metric,
      version_number: obligation.versionNumber,
      message_id: obligation.messageId,
      asked_at: obligation.askedAt,
      due_at: obligation.dueAt,
      breach_at: obligation.breachAt,
      answered_at: obligation.answeredAt,
      target_seconds: obligation.targetSeconds,
      waited_seconds: obligation.waitedSeconds,
      staffed_seconds: obligation.staffedSeconds,
      excluded_at: obligation.excludedAt,
      exclusion_reason: findReason(obligation, exclusions),
      late_exclusion: obligation.lateExclusion,
      audience: message?.audience ?? null,
      language: message?.language ?? null,
    };
  });
}

/** The customer messages by the id that exclusions name. Of two with one id the one of the lesser event id stands, in any order. */
function indexMessages(events: readonly StoredEvent[]): Map<string, StoredEvent> {
  const messages = new Map<string, StoredEvent>();
  for (const event of events) {
    if (event.type !== 'customer-message') continue;
    const key = event.messageId ?? event.id;
    const known = messages.get(key);
    if (known === undefined || event.id < known.id) messages.set(key, event);
  }
  return messages;
}

/** Why it was excluded; of several exclusions of one second the reason that comes first in the alphabet. */
function findReason(obligation: Obligation, exclusions: readonly StoredEvent[]): string | null {
  if (obligation.excludedAt === null) return null;
  const reasons = exclusions
    .filter(({ at, messageId }) => at === obligation.excludedAt && (messageId === null || messageId === obligation.messageId))
    .map(({ reason }) => reason ?? '');
  return reasons.sort()[0] ?? null;
}

function toConversationEvent({ id, type, at, messageId }: StoredEvent): ConversationEvent {
  return messageId === null ? { id, type, at } : { id, type, at, messageId };
}
