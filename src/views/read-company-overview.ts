import { DAY_SECONDS, type Instant } from '../domain/instant.ts';
import { type AgreementProgress, readAgreementProgress } from './read-agreement-progress.ts';
import type { Reader } from './reader.ts';

/** What a company's members see first: how far it is, and what to do next. */
export interface CompanyOverview extends AgreementProgress {
  readonly sources: readonly string[];
  /** When the newest message happened that any source told of; null without one. */
  readonly lastEventAt: Instant | null;
  /** Nothing came for two days: public figures go stale. */
  readonly isQuiet: boolean;
  readonly memberCount: number;
  readonly openInvitations: number;
}

const QUIET_SECONDS = 2 * DAY_SECONDS;

/** Reads the overview of a company. For members only: the caller authorises. */
export async function readCompanyOverview(db: Reader, company: { readonly id: number }, now: Instant): Promise<CompanyOverview> {
  const progress = await readAgreementProgress(db, company.id, now);
  const sources = await db.selectFrom('source').select('name').where('company_id', '=', company.id).orderBy('id').execute();
  const counts = await db
    .selectNoFrom((of) => [
      of
        .selectFrom('channel_source')
        .select((one) => one.fn.max('last_event_at').as('at'))
        .where('company_id', '=', company.id)
        .as('lastEventAt'),
      of
        .selectFrom('source')
        .select((one) => one.fn.max('last_seen_at').as('at'))
        .where('company_id', '=', company.id)
        .as('lastSeenAt'),
      of
        .selectFrom('member')
        .select((one) => one.fn.countAll<number>().as('count'))
        .where('company_id', '=', company.id)
        .as('members'),
      of
        .selectFrom('invitation')
        .select((one) => one.fn.countAll<number>().as('count'))
        .where('company_id', '=', company.id)
        .where('accepted_at', 'is', null)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
        .as('invitations'),
    ])
    .executeTakeFirstOrThrow();
  return {
    ...progress,
    sources: sources.map(({ name }) => name),
    lastEventAt: counts.lastEventAt,
    isQuiet: progress.hasEvents && Math.max(counts.lastEventAt ?? 0, counts.lastSeenAt ?? 0) <= now - QUIET_SECONDS,
    memberCount: counts.members ?? 0,
    openInvitations: counts.invitations ?? 0,
  };
}
