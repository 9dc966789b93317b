import { sql } from 'kysely';
import type { BenchOptions, BenchResult } from './result.ts';
import type { SharedWorld } from './shared-world.ts';

const TABLES = ['event', 'conversation', 'obligation', 'day_tally'] as const;

/** Bytes on the disk for each message of the world, by table with its indexes. */
export async function measureStorage(_options: BenchOptions, world: SharedWorld): Promise<BenchResult[]> {
  const { place, made } = await world.get();
  return place.use(async ({ db }) => {
    const results: BenchResult[] = [];
    for (const table of TABLES) {
      const { rows } = await sql<{ bytes: number; indexes: number }>`
        select sum(pg_total_relation_size(relid))::int8 as bytes, sum(pg_indexes_size(relid))::int8 as indexes
        from pg_partition_tree(${table}::regclass) where isleaf`.execute(db);
      const { bytes = 0, indexes = 0 } = rows[0] ?? {};
      results.push({ name: `storage: ${table}, its indexes included`, value: bytes / made.counts.messages, unit: 'bytes/message' });
      results.push({ name: `storage: indexes of ${table}`, value: indexes / made.counts.messages, unit: 'bytes/message' });
    }
    return results;
  });
}
