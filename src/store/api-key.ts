import type { Row } from '../../db/schema.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import { prepared } from './prepared.ts';

export interface ApiKey {
  readonly companyId: number;
  readonly id: string;
  readonly sourceId: number;
  readonly name: string;
  /** First characters of the key, to recognise it by. */
  readonly prefix: string;
  readonly secretHash: string;
  readonly createdAt: Instant;
  readonly createdBy: string | null;
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
}

const COLUMNS = [
  'company_id',
  'id',
  'source_id',
  'name',
  'prefix',
  'secret_hash',
  'created_at',
  'created_by',
  'last_used_at',
  'revoked_at',
] as const;

function toApiKey(row: Pick<Row<'api_key'>, (typeof COLUMNS)[number]>): ApiKey {
  return {
    companyId: row.company_id,
    id: row.id,
    sourceId: row.source_id,
    name: row.name,
    prefix: row.prefix,
    secretHash: row.secret_hash,
    createdAt: row.created_at,
    createdBy: row.created_by,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

export async function findApiKeyByHash(db: Database | DatabaseTransaction, secretHash: string): Promise<ApiKey | undefined> {
  const row = await db.selectFrom('api_key').modifyFront(prepared).select(COLUMNS).where('secret_hash', '=', secretHash).executeTakeFirst();
  return row === undefined ? undefined : toApiKey(row);
}

/** How many keys of the company still work. */
export async function countLiveApiKeys(trx: DatabaseTransaction, companyId: number): Promise<number> {
  const row = await trx
    .selectFrom('api_key')
    .select((select) => select.fn.countAll<number | string>().as('count'))
    .where('company_id', '=', companyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function insertApiKey(trx: DatabaseTransaction, key: Omit<ApiKey, 'lastUsedAt' | 'revokedAt'>): Promise<void> {
  await trx
    .insertInto('api_key')
    .values({
      company_id: key.companyId,
      id: key.id,
      source_id: key.sourceId,
      name: key.name,
      prefix: key.prefix,
      secret_hash: key.secretHash,
      created_at: key.createdAt,
      created_by: key.createdBy,
      last_used_at: null,
      revoked_at: null,
    })
    .execute();
}

/** Ends a key for good; false when the company has no such key, or it was revoked before. */
export async function revokeApiKeyOf(trx: DatabaseTransaction, companyId: number, id: string, at: Instant): Promise<boolean> {
  const result = await trx
    .updateTable('api_key')
    .set({ revoked_at: at })
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Moves the key's last use forward to `at`. */
export async function setApiKeyLastUsed(db: Database, companyId: number, id: string, at: Instant): Promise<void> {
  await db
    .updateTable('api_key')
    .set({ last_used_at: at })
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<', at)]))
    .execute();
}
