import type { GroupRole } from '../domain/company/group-role.ts';
import type { Instant } from '../domain/instant.ts';
import { readPeriod } from '../domain/report/period.ts';
import { listGroupMembers } from '../store/company-group.ts';
import type { Reader } from './reader.ts';
import { type PeriodFigures, readPeriodFigures } from './report/read-period-report.ts';

/** A group as its members find it in their list. */
export interface MyGroup {
  readonly id: string;
  readonly name: string;
  readonly role: GroupRole;
  readonly companies: number;
}

/** The groups that somebody belongs to, by name. */
export async function listMyGroups(db: Reader, userId: string): Promise<MyGroup[]> {
  const rows = await db
    .selectFrom('group_member')
    .innerJoin('company_group', 'company_group.id', 'group_member.group_id')
    .select((of) => [
      'company_group.id',
      'company_group.name',
      'group_member.role',
      of
        .selectFrom('group_company')
        .select((place) => place.fn.countAll<number | string>().as('count'))
        .whereRef('group_company.group_id', '=', 'company_group.id')
        .where('group_company.agreed_at', 'is not', null)
        .as('companies'),
    ])
    .where('group_member.user_id', '=', userId)
    .orderBy('company_group.name')
    .orderBy('company_group.id')
    .execute();
  return rows.map((row) => ({ ...row, companies: Number(row.companies) }));
}

/** A company of a group. Before it agreed only its address is told. */
export interface GroupCompany {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly isAgreed: boolean;
}

/** The companies of a group by name, and those that it asked for. */
export async function listGroupCompanies(db: Reader, groupId: string): Promise<GroupCompany[]> {
  const rows = await db
    .selectFrom('group_company')
    .innerJoin('company', 'company.id', 'group_company.company_id')
    .select(['company.id', 'company.slug', 'company.name', 'company.time_zone as timeZone', 'group_company.agreed_at as agreedAt'])
    .where('group_company.group_id', '=', groupId)
    .orderBy('company.name')
    .orderBy('company.id')
    .execute();
  return rows.map(({ agreedAt, ...row }) => ({ ...row, name: agreedAt === null ? row.slug : row.name, isAgreed: agreedAt !== null }));
}

export interface GroupMemberView {
  readonly id: string;
  readonly role: GroupRole;
  /** Null while invited. */
  readonly userId: string | null;
  readonly name: string | null;
  readonly email: string;
  /** Of the invitation; null for who joined. */
  readonly expiresAt: Instant | null;
}

/** Who belongs to a group, and who is invited to and has not expired. */
export async function readGroupMembers(db: Reader, groupId: string, now: Instant): Promise<GroupMemberView[]> {
  return (await listGroupMembers(db, groupId)).filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
}

/** A company in a group's report: its figures, or why there are none. */
export interface GroupRow {
  readonly company: GroupCompany;
  readonly figures: PeriodFigures | undefined;
  readonly problem: string | undefined;
}

/**
 * The companies of a group side by side, in a period that begins and ends by each one's own clock. The figures are those of their reports.
 * For members of the group only: the caller authorises.
 * @param key `Period.key`
 */
export async function readGroupReport(db: Reader, groupId: string, key: string, now: Instant): Promise<GroupRow[]> {
  const rows: GroupRow[] = [];
  for (const company of await listGroupCompanies(db, groupId)) {
    if (!company.isAgreed) continue;
    const answer = readPeriod(key, company.timeZone, now);
    rows.push({
      company,
      figures: answer.ok ? await readPeriodFigures(db, company, answer.period, now) : undefined,
      problem: answer.ok ? undefined : answer.problem,
    });
  }
  return rows;
}

/** A group as one of its companies sees it. */
export interface GroupOfCompany {
  readonly id: string;
  readonly name: string;
  readonly isAgreed: boolean;
  /** Name of who asked; null when that person is gone. */
  readonly askedBy: string | null;
  /** Names of who sees the reports through it. */
  readonly readers: readonly string[];
}

/** The groups that a company is in, and those that ask for it. For its admins only: the caller authorises. */
export async function listGroupsOfCompany(db: Reader, companyId: number): Promise<GroupOfCompany[]> {
  const groups = await db
    .selectFrom('group_company')
    .innerJoin('company_group', 'company_group.id', 'group_company.group_id')
    .leftJoin('user_account', 'user_account.id', 'group_company.asked_by')
    .select(['company_group.id', 'company_group.name', 'group_company.agreed_at as agreedAt', 'user_account.name as askedBy'])
    .where('group_company.company_id', '=', companyId)
    .orderBy('company_group.name')
    .orderBy('company_group.id')
    .execute();
  const shown: GroupOfCompany[] = [];
  for (const { agreedAt, ...group } of groups) {
    const members = await listGroupMembers(db, group.id);
    shown.push({ ...group, isAgreed: agreedAt !== null, readers: members.flatMap(({ name }) => (name === null ? [] : [name])) });
  }
  return shown;
}
