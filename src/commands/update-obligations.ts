import type { VersionRules } from '../domain/conversation/commitment-rule.ts';
import type { ConversationEvent } from '../domain/conversation/event.ts';
import { judgeConversation } from '../domain/conversation/judge-conversation.ts';
import type { Obligation } from '../domain/conversation/obligation.ts';
import type { DayClock } from '../domain/tally/day-clock.ts';
import { type AddedRows, type Copy, sendCopy, toCopy } from '../store/copy-rows.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import type { SourceScope, StoredEvent } from '../store/event.ts';
import { deleteObligations, listObligations, type ObligationRow, toNewObligations, upsertObligations } from '../store/obligation.ts';
import type { CompanyRules } from './measuring-rules-cache.ts';
import { toMarks } from './tell-days.ts';

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

/** How what was judged differs from what is stored. */
export interface ObligationChanges {
  /** Of conversations that have none yet. */
  readonly added: readonly ObligationRow[];
  readonly changed: readonly ObligationRow[];
  /** What is stored of those that changed, where anything is. */
  readonly replaced: readonly ObligationRow[];
  readonly gone: readonly ObligationRow[];
}

/** Judges the conversations anew and writes what differs from what is stored. They must be held by this transaction. */
export async function updateObligations(
  trx: DatabaseTransaction,
  scope: SourceScope,
  measuring: Measuring,
  conversations: readonly JudgedConversation[],
): Promise<void> {
  const stored = await listStoredObligations(trx, scope, conversations);
  const changes = compareObligations(measuring.rules, conversations, stored);
  await writeObligations(trx, scope, prepareWriting(scope, changes, toMarks(scope, measuring.days, changes)));
}

/** What is stored of the conversations that are not new. */
export async function listStoredObligations(
  trx: DatabaseTransaction,
  scope: SourceScope,
  conversations: readonly JudgedConversation[],
): Promise<ObligationRow[]> {
  const ids = conversations.filter(({ isNew }) => !isNew).map(({ id }) => id);
  return listObligations(trx, scope, ids);
}

/** Judges the conversations anew and compares with what is stored of them. */
export function compareObligations(
  rules: CompanyRules,
  conversations: readonly JudgedConversation[],
  stored: readonly ObligationRow[],
): ObligationChanges {
  const before = new Map(stored.map((row) => [keyOf(row), row]));
  const added: ObligationRow[] = [];
  const changed: ObligationRow[] = [];
  const replaced: ObligationRow[] = [];
  for (const conversation of conversations) {
    const rows = toObligationRows(conversation, rules.forChannel(conversation.channelId));
    if (conversation.isNew) added.push(...rows);
    else {
      for (const row of rows) {
        const known = before.get(keyOf(row));
        before.delete(keyOf(row));
        if (known !== undefined && isSame(known, row)) continue;
        changed.push(row);
        if (known !== undefined) replaced.push(known);
      }
    }
  }
  return { added, changed, replaced, gone: [...before.values()] };
}

/** Changes as they are written. */
export interface ObligationWriting extends Pick<ObligationChanges, 'changed' | 'gone'> {
  readonly added: Copy;
}

/** Writes changes down to be sent. @param dayRows what their days come to know of it: `toMarks` or `toDayRows`. */
export function prepareWriting(scope: SourceScope, { added, changed, gone }: ObligationChanges, dayRows: AddedRows): ObligationWriting {
  return { changed, gone, added: toCopy(toNewObligations(scope, added), dayRows) };
}

export async function writeObligations(
  trx: DatabaseTransaction,
  scope: SourceScope,
  { added, changed, gone }: ObligationWriting,
): Promise<void> {
  await deleteObligations(trx, scope, gone);
  await upsertObligations(trx, scope, changed);
  await sendCopy(trx, added);
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
      topic: obligation.topic,
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

function toConversationEvent({ id, type, at, messageId, topic, dueAt }: StoredEvent): ConversationEvent {
  const event: ConversationEvent = { id, type, at };
  if (messageId !== null) event.messageId = messageId;
  if (topic !== null) event.topic = topic;
  if (dueAt !== null) event.dueAt = dueAt;
  return event;
}
