import { type Kysely, sql } from 'kysely';

/**
 * Lets the secrets of a destination lie sealed: encrypted by a key that is not in the database. What lies open from before is sealed when
 * Kept starts, since a migration has no key.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table alert_destination add column sealed text`.execute(db);
  await sql`alter table alert_destination alter column settings drop not null`.execute(db);
  await sql`alter table alert_destination add constraint alert_destination_has_settings check ((settings is null) <> (sealed is null))`.execute(
    db,
  );
}
