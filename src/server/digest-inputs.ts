import { createHash } from 'node:crypto';
import type { Instant } from '../domain/instant.ts';
import type { StatedInputs } from '../domain/statement/statement.ts';
import type { Database } from '../store/database.ts';
import { listStatedEvents } from '../store/statement.ts';
import { writeCanonical } from './statement-signature.ts';

const EVENTS_AT_ONCE = 5_000;

/**
 * The digest of the events behind a month: SHA-256 of a line for each, in order of source and id by bytes. A line is the canonical JSON of
 * source, id, conversation, channel, type, at, recorded at, audience, language, message, reason, topic, due at, and a line feed.
 */
export async function digestInputs(
  db: Database,
  companyId: number,
  span: { readonly fromAt: Instant; readonly toAt: Instant; readonly recordedUntil: Instant },
): Promise<StatedInputs> {
  const hash = createHash('sha256');
  let events = 0;
  for (let after = { sourceId: 0, id: '' }; ; ) {
    const batch = await listStatedEvents(db, companyId, span, after, EVENTS_AT_ONCE);
    for (const { values } of batch) hash.update(`${writeCanonical(values)}\n`);
    events += batch.length;
    const last = batch.at(-1);
    if (last === undefined || batch.length < EVENTS_AT_ONCE) return { events, digest: `sha256:${hash.digest('hex')}` };
    after = { sourceId: last.sourceId, id: last.id };
  }
}
