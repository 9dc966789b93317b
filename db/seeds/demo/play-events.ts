import { importEvents } from '../../../src/commands/import-events.ts';
import { MOST_EVENTS, recordEvents } from '../../../src/commands/record-events.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import type { TwcsEvent } from '../../../src/sources/twcs/to-events.ts';
import { findCompanyBySlug } from '../../../src/store/company.ts';
import type { Database } from '../../../src/store/database.ts';
import type { SourceScope } from '../../../src/store/event.ts';
import { findSource } from '../../../src/store/source.ts';
import { makeSystemContext } from '../system-context.ts';

/** The events of one company that are still to be recorded. */
export interface Play {
  readonly slug: string;
  readonly scope: SourceScope;
  /** The earliest first. */
  readonly events: TwcsEvent[];
}

/** @param since what happened up to then is recorded already. */
export async function preparePlays(db: Database, replay: ReadonlyMap<string, TwcsEvent[]>, since: Instant): Promise<Play[]> {
  const plays: Play[] = [];
  for (const [slug, events] of replay) {
    const company = await findCompanyBySlug(db, slug);
    const source = company === undefined ? undefined : await findSource(db, company.id, { kind: 'api', name: 'X' });
    // Its owner may have changed the company's address.
    if (company === undefined || source === undefined) continue;
    const scope = { companyId: company.id, sourceId: source.id };
    plays.push({ slug, scope, events: events.filter(({ at }) => at > since) });
  }
  return plays;
}

/** Records what has happened by `now`, or that there was nothing: an empty batch is a sign of life. */
export async function playUntil(db: Database, plays: readonly Play[], now: Instant): Promise<void> {
  for (const { scope, events } of plays) {
    const next = events.findIndex(({ at }) => at > now);
    const due = events.splice(0, next < 0 ? events.length : next);
    const ctx = makeSystemContext(db, now);
    if (due.length > MOST_EVENTS) await importEvents(ctx, scope, due);
    else await recordEvents(ctx, scope, due);
  }
}
