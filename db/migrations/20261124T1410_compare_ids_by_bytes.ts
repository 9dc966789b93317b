import { type Kysely, sql } from 'kysely';

/** The texts in the keys of the tables that grow with every message. */
const IDS = {
  event: ['id', 'conversation_id'],
  conversation: ['id'],
  obligation: ['conversation_id', 'commitment_id'],
  day_tally: ['commitment_id'],
  day_mark: ['commitment_id'],
  recorded_day: ['channel_id'],
};

/**
 * Ids mean nothing in any language. Compared by their bytes they cost a fraction of what a database pays that was made with the rules
 * of a language, and no update of those rules can put their indexes in disorder.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(IDS)) {
    const changes = columns.map((column) => sql`alter column ${sql.ref(column)} type text collate "C"`);
    await sql`alter table ${sql.table(table)} ${sql.join(changes)}`.execute(db);
  }
}
