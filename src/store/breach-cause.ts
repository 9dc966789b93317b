import { sql } from 'kysely';
import type { BreachKey } from '../domain/breach/breach-key.ts';
import type { Cause } from '../domain/breach/cause.ts';
import type { Instant } from '../domain/instant.ts';
import type { DatabaseTransaction } from './database.ts';

const KEYS = sql.raw('source_id, conversation_id, commitment_id, asked_at, message_id');

const listKeys = (keys: readonly BreachKey[]) => sql`
  select distinct "sourceId", "conversationId", "commitmentId", "askedAt", "messageId"
  from json_to_recordset(${JSON.stringify(keys)}::json)
    as named("askedAt" int8, "sourceId" int4, "conversationId" text, "commitmentId" text, "messageId" text)`;

/** Says why each of these breaches happened, in place of what was said before. */
export async function saveCauses(
  trx: DatabaseTransaction,
  companyId: number,
  keys: readonly BreachKey[],
  { cause, at, by }: { cause: Cause; at: Instant; by: string | null },
): Promise<void> {
  await sql`
    insert into breach_cause (company_id, ${KEYS}, cause, given_at, given_by)
    select ${companyId}::int8, named.*, ${cause}::text, ${at}::int8, ${by}::text from (${listKeys(keys)} order by 1, 2, 3, 4, 5) as named
    on conflict (company_id, ${KEYS}) do update set cause = excluded.cause, given_at = excluded.given_at, given_by = excluded.given_by`.execute(
    trx,
  );
}

/** Takes back what was said of these breaches. */
export async function deleteCauses(trx: DatabaseTransaction, companyId: number, keys: readonly BreachKey[]): Promise<void> {
  await sql`
    delete from breach_cause using (${listKeys(keys)}) as named
    where company_id = ${companyId} and source_id = "sourceId" and conversation_id = "conversationId" and commitment_id = "commitmentId"
      and asked_at = "askedAt" and message_id = "messageId"`.execute(trx);
}
