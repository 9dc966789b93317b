import { sql } from 'kysely';
import { nameLanguage } from '../../domain/agreement/language.ts';
import { AUDIENCE_BANDS } from '../../domain/conversation/audience.ts';
import type { Instant } from '../../domain/instant.ts';
import { type BandCount, orderBands } from '../../domain/report/equal-treatment.ts';
import type { MessageGroup } from '../../domain/report/message-group.ts';
import { type CommitmentKey, isSameKey } from '../../domain/tally/tally.ts';
import type { Reader } from '../reader.ts';

/** Decided messages of a promise by what days' tallies do not tell: language, topic, and the audience band of the author. */
export interface MessageCount extends CommitmentKey {
  readonly language: string | null;
  readonly topic: string | null;
  readonly audience: string | null;
  readonly met: number;
  readonly breached: number;
}

/** Counts the obligations asked in the span as they stand at `now`, by the same rules as `outcomeAt`. */
export async function readMessageCounts(
  db: Reader,
  companyId: number,
  keys: readonly CommitmentKey[],
  span: { readonly fromAt: Instant; readonly toAt: Instant },
  now: Instant,
): Promise<MessageCount[]> {
  if (keys.length === 0) return [];
  const ids = [...new Set(keys.map(({ commitmentId }) => commitmentId))];
  const { rows } = await sql<MessageCount>`
    select
      commitment_id as "commitmentId", channel_id as "channelId", metric, language, topic, audience,
      count(*) filter (where answered_at <= ${now} and staffed_seconds <= target_seconds)::int8 as met,
      count(*) filter (where case when answered_at <= ${now} then staffed_seconds > target_seconds else breach_at < ${now} end)::int8 as breached
    from obligation
    where company_id = ${companyId} and commitment_id in (${sql.join(ids)})
      and asked_at >= ${span.fromAt} and asked_at <= ${span.toAt}
      and (excluded_at is null or excluded_at > ${now})
    group by commitment_id, channel_id, metric, language, topic, audience`.execute(db);
  return rows;
}

/** The groups by language and by topic; messages without one are in none. */
export function groupsOf(counts: readonly MessageCount[], key: CommitmentKey): MessageGroup[] {
  const own = counts.filter((count) => isSameKey(count, key));
  return [
    ...sumGroups(
      'language',
      own,
      (count) => count.language,
      (language) => `in ${nameLanguage(language)}`,
    ),
    ...sumGroups(
      'topic',
      own,
      (count) => count.topic,
      (topic) => `about ${topic}`,
    ),
  ];
}

function sumGroups(
  kind: 'language' | 'topic',
  counts: readonly MessageCount[],
  labelOf: (count: MessageCount) => string | null,
  describe: (label: string) => string,
): MessageGroup[] {
  return [...Map.groupBy(counts, labelOf)].flatMap(([label, group]) => {
    const met = group.reduce((sum, count) => sum + count.met, 0);
    const breached = group.reduce((sum, count) => sum + count.breached, 0);
    return label === null || met + breached === 0 ? [] : [{ kind, words: describe(label), met, breached, hours: undefined, label }];
  });
}

/** The bands from small to large; messages without one are in none. */
export function bandsOf(counts: readonly MessageCount[], key: CommitmentKey): BandCount[] {
  const own = counts.filter((count) => isSameKey(count, key));
  const bands = AUDIENCE_BANDS.map((band) => ({
    band,
    met: own.reduce((sum, { audience, met }) => (audience === band ? sum + met : sum), 0),
    breached: own.reduce((sum, { audience, breached }) => (audience === band ? sum + breached : sum), 0),
  }));
  return orderBands(bands.filter(({ met, breached }) => met + breached > 0));
}
