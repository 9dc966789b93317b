import { sql } from 'kysely';
import { nameLanguage } from '../../domain/agreement/language.ts';
import { AUDIENCE_BANDS } from '../../domain/conversation/audience.ts';
import type { Instant } from '../../domain/instant.ts';
import { type BandCount, orderBands } from '../../domain/report/equal-treatment.ts';
import type { MessageGroup } from '../../domain/report/message-group.ts';
import { type CommitmentKey, isSameKey } from '../../domain/tally/tally.ts';
import type { Reader } from '../reader.ts';

/** Decided messages of a promise by the language and the audience band of their authors, which days' tallies do not tell. */
export interface AuthorCount extends CommitmentKey {
  readonly language: string | null;
  readonly audience: string | null;
  readonly met: number;
  readonly breached: number;
}

/** Counts the obligations asked in the span as they stand at `now`, by the same rules as `outcomeAt`. */
export async function readAuthorCounts(
  db: Reader,
  companyId: number,
  keys: readonly CommitmentKey[],
  span: { readonly fromAt: Instant; readonly toAt: Instant },
  now: Instant,
): Promise<AuthorCount[]> {
  if (keys.length === 0) return [];
  const ids = [...new Set(keys.map(({ commitmentId }) => commitmentId))];
  const { rows } = await sql<AuthorCount>`
    select
      commitment_id as "commitmentId", channel_id as "channelId", metric, language, audience,
      count(*) filter (where answered_at <= ${now} and staffed_seconds <= target_seconds)::int8 as met,
      count(*) filter (where case when answered_at <= ${now} then staffed_seconds > target_seconds else breach_at < ${now} end)::int8 as breached
    from obligation
    where company_id = ${companyId} and commitment_id in (${sql.join(ids)})
      and asked_at >= ${span.fromAt} and asked_at <= ${span.toAt}
      and (excluded_at is null or excluded_at > ${now})
    group by commitment_id, channel_id, metric, language, audience`.execute(db);
  return rows;
}

/** The groups by language; messages without one are in none. */
export function languagesOf(counts: readonly AuthorCount[], key: CommitmentKey): MessageGroup[] {
  const own = counts.filter((count) => isSameKey(count, key) && count.language !== null);
  return [...Map.groupBy(own, ({ language }) => language ?? '')]
    .map(([language, group]) => ({
      kind: 'language' as const,
      words: `in ${nameLanguage(language)}`,
      met: group.reduce((sum, { met }) => sum + met, 0),
      breached: group.reduce((sum, { breached }) => sum + breached, 0),
      hours: undefined,
    }))
    .filter(({ met, breached }) => met + breached > 0);
}

/** The bands from small to large; messages without one are in none. */
export function bandsOf(counts: readonly AuthorCount[], key: CommitmentKey): BandCount[] {
  const own = counts.filter((count) => isSameKey(count, key));
  const bands = AUDIENCE_BANDS.map((band) => ({
    band,
    met: own.reduce((sum, { audience, met }) => (audience === band ? sum + met : sum), 0),
    breached: own.reduce((sum, { audience, breached }) => (audience === band ? sum + breached : sum), 0),
  }));
  return orderBands(bands.filter(({ met, breached }) => met + breached > 0));
}
