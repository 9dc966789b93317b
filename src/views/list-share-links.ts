import { nameChannel } from '../domain/agreement/channel-kind.ts';
import { findChannel } from '../domain/agreement/resolve-agreement.ts';
import type { AgreementHistory } from '../domain/figures/figures.ts';
import type { Instant } from '../domain/instant.ts';
import { readPeriod } from '../domain/report/period.ts';
import { readAgreementHistory } from './read-agreement-history.ts';
import type { CompanyReference, Reader } from './reader.ts';

/** A link as its company sees it. The link itself is known to nobody here. */
export interface ShownShareLink {
  readonly id: string;
  /** Who it is for; may be empty. */
  readonly note: string;
  /** The period, and the channels where it is narrowed to some. */
  readonly about: string;
  readonly createdAt: Instant;
  /** Name of who made it; null when that person is gone. */
  readonly createdBy: string | null;
  readonly expiresAt: Instant;
  /** To the minute; null: never. */
  readonly lastOpenedAt: Instant | null;
}

/** The links of a company that open a report now, the newest first. For admins only: the caller authorises. */
export async function listShareLinks(db: Reader, company: CompanyReference, now: Instant): Promise<ShownShareLink[]> {
  const rows = await db
    .selectFrom('share_link')
    .leftJoin('user_account', 'user_account.id', 'share_link.created_by')
    .select([
      'share_link.id',
      'share_link.note',
      'share_link.period',
      'share_link.channel_ids as channelIds',
      'share_link.created_at as createdAt',
      'user_account.name as createdBy',
      'share_link.expires_at as expiresAt',
      'share_link.last_opened_at as lastOpenedAt',
    ])
    .where('share_link.company_id', '=', company.id)
    .where('share_link.revoked_at', 'is', null)
    .where('share_link.expires_at', '>', now)
    .orderBy('share_link.created_at', 'desc')
    .orderBy('share_link.id')
    .execute();
  const history = await readAgreementHistory(db, company.id, now);
  return rows.map(({ period, channelIds, ...row }) => {
    const answer = readPeriod(period, company.timeZone, now);
    const names = channelIds.map((id) => nameChannelOf(history, id));
    return { ...row, about: [answer.ok ? answer.period.name : period, ...names].join(', ') };
  });
}

function nameChannelOf({ versions }: AgreementHistory, id: string): string {
  const channel = versions.map(({ content }) => findChannel(content, id)).findLast((found) => found !== undefined);
  return channel === undefined ? id : nameChannel(channel);
}
