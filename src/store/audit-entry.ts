import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export interface NewAuditEntry {
  companyId: number;
  at: Instant;
  actor: { kind: string; userId?: string; keyId?: string };
  action: string;
  detail: Record<string, unknown>;
}

/** Appends to the company's audit log. Rows can never be changed. */
export async function insertAuditEntry(db: Database | DatabaseTransaction, entry: NewAuditEntry): Promise<void> {
  await db
    .insertInto('audit_entry')
    .values({
      company_id: entry.companyId,
      at: entry.at,
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.userId ?? entry.actor.keyId ?? null,
      action: entry.action,
      detail: JSON.stringify(entry.detail),
    })
    .execute();
}
