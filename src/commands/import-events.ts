import { canWriteAtOnce, type Database } from '../store/database.ts';
import type { SourceScope } from '../store/event.ts';
import type { Context } from './context.ts';
import type { ItemResult } from './event-item.ts';
import { recordAhead } from './record-ahead.ts';
import { MOST_EVENTS, recordEvents } from './record-events.ts';

/** What an import has come to so far. */
export interface ImportCounts {
  readonly recorded: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/**
 * About how many events of a file are recorded together: on the embedded database so few that others need not wait long.
 * @param ownsDatabase true where there are no others.
 */
export function countEventsAtOnce(db: Database, ownsDatabase = false): number {
  if (canWriteAtOnce(db)) return 4_000;
  return ownsDatabase ? MOST_EVENTS : 2_000;
}

/**
 * Records any number of events in batches, each a transaction of its own. Begun again it goes on where it was: what is recorded changes nothing.
 * @param events are read as they are needed and never all held.
 * @param onBatch is told of each batch: its results, which stand for the events in their order, and all counts so far.
 * @param ownsDatabase true where no other process and no visitor uses the database meanwhile.
 * @throws AppError as `recordEvents`.
 */
export async function importEvents(
  ctx: Context,
  scope: SourceScope,
  events: Iterable<object> | AsyncIterable<object>,
  onBatch: (results: readonly ItemResult[], counts: ImportCounts) => void = () => {},
  ownsDatabase = false,
): Promise<ImportCounts> {
  let counts: ImportCounts = { recorded: 0, duplicates: 0, rejected: 0 };
  await recordAhead(cutIntoBatches(events, countEventsAtOnce(ctx.db, ownsDatabase)), async (batch, after) => {
    const { items, ...added } = await recordEvents(ctx, scope, batch, { after });
    counts = addCounts(counts, added);
    onBatch(items, counts);
  });
  return counts;
}

async function* cutIntoBatches(events: Iterable<object> | AsyncIterable<object>, most: number): AsyncGenerator<object[]> {
  let batch: object[] = [];
  for await (const event of events) {
    batch.push(event);
    if (batch.length < most) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const addCounts = (a: ImportCounts, b: ImportCounts): ImportCounts => ({
  recorded: a.recorded + b.recorded,
  duplicates: a.duplicates + b.duplicates,
  rejected: a.rejected + b.rejected,
});
