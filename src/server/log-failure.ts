/**
 * Writes an unexpected failure to the log: where, what, and the stack.
 * Only the message and stack of the error are written: its other members may hold what somebody sent.
 */
export function logFailure(where: string, error: unknown): void {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`${new Date().toISOString()} ${where}: ${what}`);
}
