import { type Kysely, sql } from 'kysely';

/** Tables that grow with every message, and what tells their rows apart. Every key begins with the company, so a row's place follows from it. */
const GROWING = {
  event: 'company_id, source_id, id',
  conversation: 'company_id, source_id, id',
  obligation: 'company_id, source_id, conversation_id, commitment_id, ordinal',
  day_tally: 'company_id, commitment_id, day, channel_id, metric, version_number, source_id',
};

/** Enough that the parts of a large installation can be looked after one by one, few enough that plans stay quick. */
const PARTITIONS = 8;

/**
 * Cuts the growing tables into parts by company: by hash, since a company's rows belong together, and not by time, which would have to
 * join every unique key and so break recording an event once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, key] of Object.entries(GROWING)) await partition(db, table, key);
  await createIndexes(db);
}

async function partition(db: Kysely<unknown>, table: string, key: string): Promise<void> {
  const [whole, parted] = [sql.table(`${table}_whole`), sql.table(table)];
  await sql`alter table ${parted} rename to ${whole}`.execute(db);
  await sql`create table ${parted} (like ${whole} including storage) partition by hash (company_id)`.execute(db);
  for (let part = 0; part < PARTITIONS; part++) {
    await sql`
      create table ${sql.table(`${table}_${part}`)} partition of ${parted}
      for values with (modulus ${sql.lit(PARTITIONS)}, remainder ${sql.lit(part)})`.execute(db);
  }
  await sql`insert into ${parted} select * from ${whole}`.execute(db);
  await sql`drop table ${whole}`.execute(db);
  await sql`alter table ${parted} add primary key (${sql.raw(key)})`.execute(db);
}

async function createIndexes(db: Kysely<unknown>): Promise<void> {
  await sql`create index event_by_conversation on event (company_id, source_id, conversation_id)`.execute(db);
  // Days are tallied from it. No figure is read from obligations one by one any more, so it holds nothing else.
  await sql`create index obligation_by_commitment on obligation (company_id, commitment_id, asked_at)`.execute(db);
  await sql`
    create index obligation_running on obligation (company_id, breach_at)
    where answered_at is null and excluded_at is null`.execute(db);
  await sql`alter table day_tally add foreign key (company_id) references company (id) on delete cascade`.execute(db);
}
