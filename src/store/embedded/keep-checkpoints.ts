/** How much of the log may have to be read again after a kill, in bytes: some two seconds' work. */
const MOST_LOG_BYTES = 128 * 1024 * 1024;
const LOOK_MILLISECONDS = 5_000;

const LOG_BYTES = 'select (pg_current_wal_lsn() - redo_lsn)::float8 as bytes from pg_control_checkpoint()';

/**
 * Puts the tables on the disk whenever the log has grown by so much, as the checkpointer of a PostgreSQL server does. PGlite has none: the log
 * would grow until the database is closed, and after a kill the next start would read all of it.
 * @param query runs a statement between two transactions.
 * @returns the function that ends it.
 */
export function keepCheckpoints(
  query: (sql: string) => Promise<{ rows: { bytes: number }[] }>,
  { lookMilliseconds, mostLogBytes } = { lookMilliseconds: LOOK_MILLISECONDS, mostLogBytes: MOST_LOG_BYTES },
): () => void {
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      const { rows } = await query(LOG_BYTES);
      if ((rows[0]?.bytes ?? 0) > mostLogBytes) await query('checkpoint');
    } catch {
      // Whoever uses the database hears of what is wrong with it; the next look tries again.
    }
    looking = false;
  };
  const timer = setInterval(() => void look(), lookMilliseconds).unref();
  return () => clearInterval(timer);
}
