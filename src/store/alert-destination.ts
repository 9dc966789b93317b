import { sql } from 'kysely';
import type { DestinationKind } from '../domain/alert/destination.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export interface AlertDestination {
  readonly companyId: number;
  readonly id: string;
  readonly kind: DestinationKind;
  readonly name: string;
  /** Its settings, encrypted for this row. */
  readonly sealed: string;
  readonly createdAt: Instant;
  readonly createdBy: string | null;
}

/** A destination as it lies in the database: its settings sealed, or open where an older version stored them. */
export interface StoredDestination {
  readonly id: string;
  readonly name: string;
  readonly kind: DestinationKind;
  readonly settings: unknown;
  readonly sealed: string | null;
}

export async function insertAlertDestination(trx: DatabaseTransaction, destination: AlertDestination): Promise<void> {
  const { companyId, id, kind, name, sealed, createdAt, createdBy } = destination;
  await trx
    .insertInto('alert_destination')
    .values({ company_id: companyId, id, kind, name, settings: null, sealed, created_at: createdAt, created_by: createdBy })
    .execute();
}

/** For who delivers or edits: with its secrets, sealed. */
export async function findAlertDestination(
  db: Database | DatabaseTransaction,
  companyId: number,
  id: string,
): Promise<StoredDestination | undefined> {
  const row = await db
    .selectFrom('alert_destination')
    .select(['id', 'kind', 'name', 'settings', 'sealed'])
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, kind: row.kind as DestinationKind };
}

/** Without secrets; `keyName` is of the key that sealed them, null where they lie open. */
export async function listAlertDestinations(
  db: Database | DatabaseTransaction,
  companyId: number,
): Promise<{ id: string; kind: DestinationKind; name: string; keyName: string | null }[]> {
  const rows = await db
    .selectFrom('alert_destination')
    .select(['id', 'kind', 'name', sql<string | null>`split_part(sealed, '.', 1)`.as('keyName')])
    .where('company_id', '=', companyId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as DestinationKind }));
}

/** Gives a destination another name, and other settings where `sealed` is given. */
export async function updateAlertDestination(
  trx: DatabaseTransaction,
  companyId: number,
  id: string,
  change: { name: string; sealed?: string },
): Promise<void> {
  const sealed = change.sealed === undefined ? {} : { sealed: change.sealed, settings: null };
  await trx
    .updateTable('alert_destination')
    .set({ name: change.name, ...sealed })
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .execute();
}

/** Destinations of all companies that this key has not sealed; without a key all of them. */
export async function listDestinationsToSeal(
  db: Database,
  keyName: string | undefined,
): Promise<(StoredDestination & { companyId: number })[]> {
  const { rows } = await sql<StoredDestination & { companyId: number }>`
    select company_id as "companyId", id, kind, name, settings, sealed from alert_destination
    where sealed is null or not starts_with(sealed, ${`${keyName ?? ''}.`}) order by company_id, id`.execute(db);
  return rows;
}

/** Seals a destination that is still as it was read. @returns whether it was. */
export async function sealAlertDestination(db: Database, companyId: number, before: StoredDestination, sealed: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('alert_destination')
    .set({ sealed, settings: null })
    .where('company_id', '=', companyId)
    .where('id', '=', before.id)
    .where(sql<boolean>`sealed is not distinct from ${before.sealed}`)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** @returns whether there was one. */
export async function deleteAlertDestination(trx: DatabaseTransaction, companyId: number, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('alert_destination')
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
