import { z } from 'zod';
import { DAY_SECONDS, type Instant } from '../domain/instant.ts';
import { readPeriod } from '../domain/report/period.ts';
import { listChannels } from '../store/channel.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { hashToken } from '../store/email-token.ts';
import { countLivingShareLinks, insertShareLink } from '../store/share-link.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';
import { makeToken } from './mailed-link.ts';

/** For how many days a link may open its report. */
export const SHARE_DAYS = [1, 7, 30, 90] as const;

const MOST_CHANNELS = 60;

const createShareLinkForm = z.strictObject({
  /** `Period.key` */
  period: z.string().max(40),
  /** Empty: all channels. */
  channelIds: z.array(z.string().max(40)).max(MOST_CHANNELS),
  days: z.coerce.number().pipe(
    z.union(
      SHARE_DAYS.map((days) => z.literal(days)),
      `Choose ${SHARE_DAYS.join(', ')} days.`,
    ),
  ),
  note: z.string().trim().max(80, 'Write at most 80 characters.').default(''),
});

const MOST_LINKS = 100;
const ID_BYTES = 9;

/**
 * Makes a link that opens one report, of this period and these channels, for who has it. The link is in the answer and nowhere else.
 * @throws AppError `invalid-input` for a period that cannot be reported, and at 100 links; `not-found` for a channel that the company does not have.
 */
export const createShareLink = companyCommand({
  name: 'create-share-link',
  role: 'admin',
  input: createShareLinkForm,
  run: async (ctx, company, { period: key, channelIds, days, note }, { trx, audit }) => {
    const period = readShared(key, company.timeZone, ctx.now);
    await checkChannels(trx, company.id, channelIds);
    if ((await countLivingShareLinks(trx, company.id, ctx.now)) >= MOST_LINKS) {
      throw new AppError(
        'invalid-input',
        `The company has ${MOST_LINKS} links that work, which is the most.`,
        'Take back links that nobody needs.',
      );
    }
    const id = ctx.randomBytes(ID_BYTES).toString('base64url');
    const token = makeToken(ctx);
    const expiresAt = ctx.now + days * DAY_SECONDS;
    const made = { createdAt: ctx.now, createdBy: ctx.actor.kind === 'user' ? ctx.actor.userId : null };
    await insertShareLink(trx, { companyId: company.id, id, tokenHash: hashToken(token), note, period, channelIds, expiresAt, ...made });
    audit({ linkId: id, period, channelIds, days, note });
    return { linkId: id, link: `${ctx.baseUrl}/shared?${new URLSearchParams({ token })}`, expiresAt };
  },
});

function readShared(key: string, timeZone: string, now: Instant): string {
  const answer = readPeriod(key, timeZone, now);
  if (!answer.ok) throw new AppError('invalid-input', answer.problem, 'Choose another period on the report and share that.');
  return answer.period.key;
}

async function checkChannels(trx: DatabaseTransaction, companyId: number, channelIds: readonly string[]): Promise<void> {
  const known = new Set((await listChannels(trx, companyId)).map(({ id }) => id));
  if (channelIds.every((id) => known.has(id))) return;
  throw new AppError('not-found', 'The company has no such channel.', 'Choose the channels on the report and share that.');
}
