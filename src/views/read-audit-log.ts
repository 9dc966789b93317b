import type { AuditFilter } from '../domain/audit/audit-filter.ts';
import { type AuditFact, describeAuditEntry, type NameOf } from '../domain/audit/describe-audit-entry.ts';
import type { Instant } from '../domain/instant.ts';
import { toLocalDate, toStartOfDate } from '../domain/local-date.ts';
import type { CompanyReference, Reader } from './reader.ts';

export interface ShownAuditEntry {
  readonly id: number;
  readonly at: Instant;
  /** A person's name, "API key kept_ab12…" or "Kept". */
  readonly who: string;
  readonly action: string;
  /** What was done, in words. */
  readonly words: string;
}

export interface AuditPage {
  readonly entries: readonly ShownAuditEntry[];
  /** Give it as `before` for the next page; undefined on the last. */
  readonly next: number | undefined;
}

type AuditRow = Awaited<ReturnType<typeof readRows>>[number];

/**
 * A page of a company's audit log, the newest first. For admins only: the caller authorises.
 * @param place `before`: the id that the page ends before; `limit`: entries on a page.
 */
export async function readAuditLog(
  db: Reader,
  company: CompanyReference,
  filter: AuditFilter,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<AuditPage> {
  const rows = await readRows(db, company, filter, { before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const nameOf = await readNames(db, company.id, shown);
  return { entries: shown.map((row) => toEntry(row, nameOf)), next: rows.length > limit ? shown.at(-1)?.id : undefined };
}

/** Who stands in a company's audit log, for a filter: value as in `AuditFilter.who`, and a name. */
export async function listAuditActors(db: Reader, companyId: number): Promise<{ value: string; label: string }[]> {
  const rows = await db
    .selectFrom('audit_entry')
    .select(['actor_kind', 'actor_id'])
    .distinct()
    .where('company_id', '=', companyId)
    .execute();
  const nameOf = await readNames(db, companyId, rows);
  return rows
    .map((row) => ({ value: row.actor_id === null ? row.actor_kind : `${row.actor_kind}:${row.actor_id}`, label: nameActor(row, nameOf) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en') || (a.value < b.value ? -1 : 1));
}

async function readRows(
  db: Reader,
  { id: companyId, timeZone }: CompanyReference,
  { who, what, from, to }: AuditFilter,
  { before, limit }: { before: number | undefined; limit: number },
) {
  let query = db
    .selectFrom('audit_entry')
    .select(['id', 'at', 'actor_kind', 'actor_id', 'action', 'detail'])
    .where('company_id', '=', companyId)
    .orderBy('id', 'desc')
    .limit(limit);
  if (before !== undefined) query = query.where('id', '<', before);
  if (what !== '') query = query.where('action', '=', what);
  if (from !== '') query = query.where('at', '>=', toStartOfDate(from, timeZone));
  if (to !== '') query = query.where('at', '<', toStartOfDate(toLocalDate(toStartOfDate(to, timeZone), timeZone, { days: 1 }), timeZone));
  if (who !== '') {
    const [kind = '', ...id] = who.split(':');
    query = query.where('actor_kind', '=', kind);
    query = id.length === 0 ? query.where('actor_id', 'is', null) : query.where('actor_id', '=', id.join(':'));
  }
  return query.execute();
}

type Named = Pick<AuditRow, 'actor_kind' | 'actor_id'> & Partial<Pick<AuditRow, 'detail'>>;

const factsOf = ({ detail }: Named) => (detail ?? {}) as AuditFact['detail'];
const isText = (value: unknown): value is string => typeof value === 'string';

/** Reads the names of all that the rows name: those of this company, and people who acted in it. */
async function readNames(db: Reader, companyId: number, rows: readonly Named[]): Promise<NameOf> {
  const facts = (name: string) => rows.map((row) => factsOf(row)[name]);
  const actors = (kind: string) => rows.map((row) => (row.actor_kind === kind ? row.actor_id : null));
  const ids = (...lists: unknown[][]) => [...new Set(lists.flat().filter(isText)), ''];
  const sourceIds = [...new Set(facts('sourceId').filter(Number.isSafeInteger) as number[]), 0];
  const [users, sources, keys, invitations] = await Promise.all([
    db
      .selectFrom('user_account')
      .select(['id', 'name'])
      .where('id', 'in', ids(actors('user'), facts('userId')))
      .execute(),
    db.selectFrom('source').select(['id', 'name']).where('company_id', '=', companyId).where('id', 'in', sourceIds).execute(),
    db
      .selectFrom('api_key')
      .select(['id', 'prefix'])
      .where('company_id', '=', companyId)
      .where('id', 'in', ids(actors('api-key'), facts('keyId')))
      .execute(),
    db
      .selectFrom('invitation')
      .select(['id', 'email'])
      .where('company_id', '=', companyId)
      .where('id', 'in', ids(facts('invitationId')))
      .execute(),
  ]);
  const names = new Map<string, string>([
    ...users.map(({ id, name }) => [`user ${id}`, name] as const),
    ...sources.map(({ id, name }) => [`source ${id}`, name] as const),
    ...keys.map(({ id, prefix }) => [`key ${id}`, `${prefix}…`] as const),
    ...invitations.map(({ id, email }) => [`invitation ${id}`, email] as const),
  ]);
  return (kind, id) => names.get(`${kind} ${String(id)}`);
}

function nameActor({ actor_kind: kind, actor_id: id }: Named, nameOf: NameOf): string {
  if (kind === 'user') return nameOf('user', id) ?? 'Somebody who is gone';
  if (kind === 'api-key') return `API key ${nameOf('key', id) ?? String(id)}`;
  return kind === 'system' ? 'Kept' : 'Somebody not signed in';
}

function toEntry(row: AuditRow, nameOf: NameOf): ShownAuditEntry {
  const { id, at, action } = row;
  return { id, at, who: nameActor(row, nameOf), action, words: describeAuditEntry({ action, detail: factsOf(row) }, nameOf) };
}
