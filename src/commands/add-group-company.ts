import { z } from 'zod';
import { DAY_SECONDS } from '../domain/instant.ts';
import { insertAuditEntry } from '../store/audit-entry.ts';
import { type Company, findCompanyBySlug } from '../store/company.ts';
import { listGroupPlaces, upsertGroupPlace } from '../store/company-group.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { findMemberRole, listOwnerContacts } from '../store/member.ts';
import { findUserById } from '../store/user-account.ts';
import { groupAskMail } from './account-mails.ts';
import { takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { authoriseGroup, type GroupScope } from './group-command.ts';
import { parseInput } from './parse-input.ts';

const addGroupCompanyForm = z.strictObject({
  slug: z.string().trim().toLowerCase().min(1, 'Write the address of a company.').max(200).transform(toSlug),
});

/** Companies of a group, and asked for by it. */
const MOST_COMPANIES = 30;
const MOST_ASKS_A_DAY = 30;

/** People copy the address of a public page. */
function toSlug(text: string): string {
  return text.replace(/^https?:\/\/[^/]*\//, '').replace(/[/?#].*$/, '');
}

/**
 * Puts a company into a group where its owner does it. Otherwise asks its owners by mail, who agree in the company's settings.
 * @throws AppError of `authoriseGroup`, `not-found` for a company that is not there, `already-exists`, `invalid-input` at 30 companies, `too-many-attempts`.
 */
export async function addGroupCompany(
  ctx: Context,
  groupId: string,
  rawInput: z.input<typeof addGroupCompanyForm>,
): Promise<{ name: string; isAgreed: boolean }> {
  const group = await authoriseGroup(ctx, groupId, 'manager');
  const { slug } = parseInput(addGroupCompanyForm, rawInput);
  await takeFromLimits(ctx, [{ key: `group-ask:user:${group.userId}`, limit: MOST_ASKS_A_DAY, windowSeconds: DAY_SECONDS }]);
  return ctx.db.transaction().execute(async (trx) => {
    const company = (await findCompanyBySlug(trx, slug)) ?? refuseCompany(slug);
    const isOwner = (await findMemberRole(trx, company.id, group.userId)) === 'owner';
    await checkPlace(trx, group, company, isOwner);
    await upsertGroupPlace(trx, { groupId, companyId: company.id, at: ctx.now, userId: group.userId, isAgreed: isOwner });
    if (isOwner) {
      const entry = {
        companyId: company.id,
        at: ctx.now,
        actor: ctx.actor,
        action: 'agree-to-group',
        detail: { groupId, group: group.name },
      };
      await insertAuditEntry(trx, entry);
    } else await askOwners(ctx, trx, group, company);
    return { name: company.name, isAgreed: isOwner };
  });
}

async function checkPlace(trx: DatabaseTransaction, group: GroupScope, company: Company, isOwner: boolean): Promise<void> {
  const places = await listGroupPlaces(trx, group.id);
  const present = places.find(({ companyId }) => companyId === company.id);
  if (present !== undefined && (present.agreedAt !== null || !isOwner)) {
    const message = present.agreedAt === null ? `${company.name} was asked already.` : `${company.name} is in the group already.`;
    throw new AppError('already-exists', message, 'Look at the list of companies.', { fields: [{ field: 'slug', message }] });
  }
  if (present === undefined && places.length >= MOST_COMPANIES) {
    throw new AppError('invalid-input', `A group has ${MOST_COMPANIES} companies at most.`, 'Take one out first, or make another group.');
  }
}

async function askOwners(ctx: Context, trx: DatabaseTransaction, group: GroupScope, company: Company): Promise<void> {
  const asker = (await findUserById(trx, group.userId))?.name ?? 'Somebody';
  const link = `${ctx.baseUrl}/app/${company.slug}/settings#groups`;
  const text = groupAskMail(link, { company: company.name, asker, group: group.name });
  for (const { email } of await listOwnerContacts(trx, company.id)) await ctx.enqueue(trx, 'send-mail', { to: email, ...text });
}

function refuseCompany(slug: string): never {
  const message = `There is no company with the address “${slug.slice(0, 60)}”.`;
  throw new AppError('not-found', message, 'Copy the address of its public page.', { fields: [{ field: 'slug', message }] });
}
