/** PostgreSQL's codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CONFLICTS = new Set(['23505' /* unique_violation */, '40P01' /* deadlock_detected */]);

/** Each conflict means that somebody else went on, so this many in a row are as good as never. */
const MOST_ATTEMPTS = 10;

/** True when a transaction failed only because another one was there first. */
export function isConflict(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && CONFLICTS.has(String(error.code));
}

/**
 * Runs a transaction that trusts that nobody else writes the same rows, and again, up to ten times, when that was wrong.
 * @param work is told whether it runs again.
 */
export async function retryConflicts<T>(work: (isRetry: boolean) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt > 1);
    } catch (error) {
      if (!isConflict(error) || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}
