import type { z } from 'zod';
import { type Role, roleAllows } from '../domain/company/role.ts';
import { insertAuditEntry } from '../store/audit-entry.ts';
import { findCompanyBySlug } from '../store/company.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { findMemberRole } from '../store/member.ts';
import type { CompanyScope, Context } from './context.ts';
import { AppError } from './errors.ts';
import { parseInput } from './parse-input.ts';

/**
 * What a command on a company does inside its transaction.
 * `audit` adds facts to the audit entry (never secrets, never authors).
 */
export type CompanyCommandBody<Input, Output> = (
  ctx: Context,
  company: CompanyScope,
  input: Input,
  tools: { trx: DatabaseTransaction; audit: (detail: Record<string, unknown>) => void },
) => Promise<Output>;

export interface CompanyCommand<Schema extends z.ZodType, Output> {
  (ctx: Context, companySlug: string, input: z.input<Schema>): Promise<Output>;
  readonly commandName: string;
  readonly role: Role;
  readonly schema: Schema;
}

/**
 * Defines a command on a company: parses the input, checks the actor's role, runs the body in one transaction,
 * and writes the audit entry in the same transaction.
 * @throws AppError `invalid-input`, `not-found` (also for a stranger, who shall not learn that the company's inside
 *   exists), `not-signed-in`, `not-allowed`, and whatever the body throws.
 */
export function companyCommand<Schema extends z.ZodType, Output>(definition: {
  name: string;
  role: Role;
  input: Schema;
  run: CompanyCommandBody<z.output<Schema>, Output>;
}): CompanyCommand<Schema, Output> {
  const command = async (ctx: Context, companySlug: string, rawInput: z.input<Schema>): Promise<Output> => {
    const company = await authorise(ctx, companySlug, definition.role);
    const input = parseInput(definition.input, rawInput);
    return ctx.db.transaction().execute(async (trx) => {
      let detail: Record<string, unknown> = {};
      const audit = (facts: Record<string, unknown>) => {
        detail = { ...detail, ...facts };
      };
      const output = await definition.run(ctx, company, input, { trx, audit });
      await insertAuditEntry(trx, { companyId: company.id, at: ctx.now, actor: ctx.actor, action: definition.name, detail });
      return output;
    });
  };
  return Object.assign(command, { commandName: definition.name, role: definition.role, schema: definition.input });
}

/** Finds the company and checks that the actor's role in it allows `required`. */
export async function authorise(ctx: Context, companySlug: string, required: Role): Promise<CompanyScope> {
  if (ctx.actor.kind === 'anonymous') {
    throw new AppError('not-signed-in', 'You are not signed in.', 'Sign in and try again.');
  }
  const company = await findCompanyBySlug(ctx.db, companySlug);
  const role = company === undefined ? undefined : await findActorRole(ctx, company.id);
  if (company === undefined || role === undefined) {
    throw new AppError(
      'not-found',
      `There is no company “${companySlug}” that you belong to.`,
      'Check the address, or ask an owner to invite you.',
    );
  }
  if (!roleAllows(role, required)) {
    throw new AppError(
      'not-allowed',
      `This needs the role ${required}; yours is ${role}.`,
      'Ask an owner or admin of the company to do it or to change your role.',
    );
  }
  return { id: company.id, slug: company.slug, name: company.name, timeZone: company.timeZone, role };
}

async function findActorRole(ctx: Context, companyId: number): Promise<Role | undefined> {
  if (ctx.actor.kind === 'system') return 'owner';
  if (ctx.actor.kind === 'user') return findMemberRole(ctx.db, companyId, ctx.actor.userId);
  return undefined;
}
