import { type DestinationKind, type DestinationSettings, destinationForm } from '../domain/alert/destination.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export interface AlertDestination {
  readonly companyId: number;
  readonly id: string;
  readonly name: string;
  readonly settings: DestinationSettings;
  readonly createdAt: Instant;
  readonly createdBy: string | null;
}

export async function insertAlertDestination(trx: DatabaseTransaction, destination: AlertDestination): Promise<void> {
  const { companyId, id, name, settings, createdAt, createdBy } = destination;
  await trx
    .insertInto('alert_destination')
    .values({
      company_id: companyId,
      id,
      kind: settings.kind,
      name,
      settings: JSON.stringify(settings),
      created_at: createdAt,
      created_by: createdBy,
    })
    .execute();
}

/** With its secrets, for who delivers. */
export async function findAlertDestination(
  db: Database | DatabaseTransaction,
  companyId: number,
  id: string,
): Promise<{ name: string; settings: DestinationSettings } | undefined> {
  const row = await db
    .selectFrom('alert_destination')
    .select(['name', 'settings'])
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : { name: row.name, settings: destinationForm.parse(row.settings) };
}

/** Without secrets. */
export async function listAlertDestinations(
  db: Database | DatabaseTransaction,
  companyId: number,
): Promise<{ id: string; kind: DestinationKind; name: string }[]> {
  const rows = await db
    .selectFrom('alert_destination')
    .select(['id', 'kind', 'name'])
    .where('company_id', '=', companyId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as DestinationKind }));
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
