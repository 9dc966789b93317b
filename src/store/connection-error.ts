/** Of the network, by Node's names. */
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
/** Of PostgreSQL: connection exceptions, a server that shuts down or starts, and one that only reads, which an address may lead to for a moment. */
const SQLSTATE = /^(?:08...|57P0[123]|25006)$/;
/** The driver gives no code where a connection ends under a statement. */
const ENDED = /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/**
 * Whether the database could not be reached, or was lost in the middle of something, which may then have been saved or not. Errors of the
 * database alone are meant; one of another connection may look the same.
 */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return NETWORK.has(code) || SQLSTATE.test(code) || ENDED.test(error.message);
}
