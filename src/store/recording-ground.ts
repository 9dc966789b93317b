import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { DatabaseTransaction } from './database.ts';
import type { SourceScope } from './event.ts';
import { planningByKey } from './plan-by-key.ts';
import { prepared } from './prepared.ts';

/** When a version of an agreement took or takes effect. */
export interface VersionStart {
  readonly number: number;
  readonly effectiveAt: Instant;
}

/** What the events of a source are judged against. */
export interface RecordingGround {
  /** `server_version_num` of the database. */
  readonly serverVersion: number;
  /** Whether the API key that was asked about works; false when none was. */
  readonly keyWorks: boolean;
  readonly sourceKind: string;
  readonly timeZone: string;
  /** All channels the company ever named. */
  readonly channelIds: readonly string[];
  /** Oldest first. */
  readonly versions: readonly VersionStart[];
}

/**
 * Reads it in one statement; undefined when the company has no such source. The company must be held by this transaction, which plans by
 * key from here on.
 */
export async function readRecordingGround(
  trx: DatabaseTransaction,
  { companyId, sourceId }: SourceScope,
  apiKeyId: string | null = null,
): Promise<RecordingGround | undefined> {
  const { rows } = await sql<RecordingGround>`
    ${prepared} select current_setting('server_version_num')::int4 as "serverVersion",
      exists (select from api_key where company_id = ${companyId} and id = ${apiKeyId} and revoked_at is null) as "keyWorks",
      kind as "sourceKind",
      (select time_zone from company where id = ${companyId}) as "timeZone",
      (select coalesce(json_agg(id order by id), '[]') from channel where company_id = ${companyId}) as "channelIds",
      (select coalesce(json_agg(json_build_object('number', number, 'effectiveAt', effective_at) order by number), '[]')
        from agreement_version where company_id = ${companyId}) as versions,
      ${planningByKey}
    from source where company_id = ${companyId} and id = ${sourceId}`.execute(trx);
  return rows[0];
}
