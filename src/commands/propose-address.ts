import { numberSlug, slugForm, suggestSlug } from '../domain/company/slug.ts';
import { findCompanyBySlug } from '../store/company.ts';
import type { Database } from '../store/database.ts';
import type { Context } from './context.ts';
import { requireUser } from './signed-in-user.ts';

/** An address for a new company, and what is wrong with it, if anything. */
export interface ProposedAddress {
  readonly slug: string;
  readonly problem: string | null;
}

/**
 * Judges the address that somebody typed, or proposes a free one for the company’s name when they typed none.
 * @throws AppError `not-signed-in`.
 */
export async function proposeAddress(ctx: Context, typed: { name: string; slug: string }): Promise<ProposedAddress> {
  requireUser(ctx);
  if (typed.slug.trim() === '') return { slug: (await findFreeSlug(ctx.db, suggestSlug(typed.name.slice(0, 200)))) ?? '', problem: null };
  const parsed = slugForm.safeParse(typed.slug);
  if (!parsed.success) return { slug: typed.slug, problem: parsed.error.issues[0]?.message ?? null };
  const isTaken = (await findCompanyBySlug(ctx.db, parsed.data)) !== undefined;
  return { slug: parsed.data, problem: isTaken ? await describeTakenSlug(ctx.db, parsed.data) : null };
}

/** Says that an address is taken, and one that is not. */
export async function describeTakenSlug(db: Database, slug: string): Promise<string> {
  const free = await findFreeSlug(db, slug);
  return free === undefined ? 'This address is taken.' : `This address is taken. “${free}” is free.`;
}

/** `slug`, or it with the first number from 2 to 9 that makes it free; undefined when none does. */
async function findFreeSlug(db: Database, slug: string): Promise<string | undefined> {
  if (slug === '') return undefined;
  const candidates = [slug, ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => numberSlug(slug, number))];
  for (const candidate of candidates) {
    if ((await findCompanyBySlug(db, candidate)) === undefined) return candidate;
  }
  return undefined;
}
