import { type RawBuilder, sql } from 'kysely';
import type { Metric } from '../../domain/commitment/metric.ts';
import type { Instant } from '../../domain/instant.ts';
import { DUE_WITHIN_SECONDS, type QueueFilter, UNKNOWN_LANGUAGE } from '../../domain/queue/queue-filter.ts';
import type { QueuePlace } from '../../domain/queue/queue-place.ts';
import type { Reader } from '../reader.ts';

/** An obligation that nobody answered yet, running or breached. */
export interface WaitingRow extends QueuePlace {
  readonly channelId: string;
  readonly metric: Metric;
  readonly versionNumber: number;
  readonly askedAt: Instant;
  readonly dueAt: Instant | null;
  readonly topic: string | null;
  readonly audience: string | null;
  readonly language: string | null;
}

export interface WaitingRange {
  readonly filter: QueueFilter;
  /** Exclusive; undefined begins at the top. */
  readonly after: QueuePlace | undefined;
  /** Inclusive; undefined goes on to the end. */
  readonly through: QueuePlace | undefined;
  readonly most: number;
}

/**
 * Obligations of a company that nobody answered yet, the soonest to be breached first, so that what is breached stands on top; those that
 * are not due at all come last. Walks the index `obligation_running` from the place where it begins, and reads no more of it than it shows.
 */
export async function listWaiting(db: Reader, companyId: number, range: WaitingRange, now: Instant): Promise<WaitingRow[]> {
  const dated = range.after?.breachAt === null ? [] : await select(db, companyId, range, now, listDatedBounds(range));
  const isFull = dated.length >= range.most;
  if (isFull || range.filter.due !== '' || (range.through !== undefined && range.through.breachAt !== null)) return dated;
  const undated = await select(db, companyId, { ...range, most: range.most - dated.length }, now, listUndatedBounds(range));
  return [...dated, ...undated];
}

async function select(
  db: Reader,
  companyId: number,
  { filter, most }: WaitingRange,
  now: Instant,
  bounds: readonly RawBuilder<unknown>[],
): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select breach_at as "breachAt", source_id as "sourceId", conversation_id as "conversationId", commitment_id as "commitmentId", ordinal,
      channel_id as "channelId", metric, version_number as "versionNumber", asked_at as "askedAt", due_at as "dueAt", topic, audience, language
    from obligation
    where company_id = ${companyId} and answered_at is null and excluded_at is null
      and ${sql.join([...bounds, ...listConditions(filter, now)], sql` and `)}
    order by breach_at, source_id, conversation_id, commitment_id, ordinal
    limit ${most}`.execute(db);
  return rows;
}

/** What is said twice, of the first column alone, is what the index is entered by. */
function listDatedBounds({ after, through }: WaitingRange): RawBuilder<unknown>[] {
  const key = sql`(breach_at, source_id, conversation_id, commitment_id, ordinal)`;
  const toKey = (place: QueuePlace) => sql`(${place.breachAt}::int8, ${toTail(place)})`;
  return [
    sql`breach_at is not null`,
    ...(after === undefined ? [] : [sql`breach_at >= ${after.breachAt}::int8 and ${key} > ${toKey(after)}`]),
    ...(through == null || through.breachAt === null ? [] : [sql`breach_at <= ${through.breachAt}::int8 and ${key} <= ${toKey(through)}`]),
  ];
}

function listUndatedBounds({ after, through }: WaitingRange): RawBuilder<unknown>[] {
  const key = sql`(source_id, conversation_id, commitment_id, ordinal)`;
  return [
    sql`breach_at is null`,
    ...(after?.breachAt === null ? [sql`${key} > (${toTail(after)})`] : []),
    ...(through?.breachAt === null ? [sql`${key} <= (${toTail(through)})`] : []),
  ];
}

const toTail = (place: QueuePlace) =>
  sql`${place.sourceId}::int4, ${place.conversationId}::text, ${place.commitmentId}::text, ${place.ordinal}::int4`;

function listConditions({ channel, metric, due, language }: QueueFilter, now: Instant): RawBuilder<unknown>[] {
  return [
    ...(channel === '' ? [] : [sql`channel_id = ${channel}`]),
    ...(metric === '' ? [] : [sql`metric = ${metric}`]),
    ...(language === '' ? [] : [language === UNKNOWN_LANGUAGE ? sql`coalesce(language, 'und') = 'und'` : sql`language = ${language}`]),
    ...(due === 'breached' ? [sql`breach_at < ${now}`] : []),
    ...(due === '' || due === 'breached' ? [] : [sql`breach_at >= ${now} and due_at <= ${now + DUE_WITHIN_SECONDS[due]}`]),
  ];
}
