import type { CauseCount } from '../../domain/report/breach-causes.ts';
import { listCauseRules } from '../../store/cause-rule.ts';
import { countBreaches } from '../breaches/count-breaches.ts';
import type { CompanyReference, Reader } from '../reader.ts';

/** Counts the breaches that have a cause, by promise. Where nobody ever said why, nothing is counted. */
export async function readBreachCauses(
  db: Reader,
  { id: companyId, timeZone }: CompanyReference,
  commitmentIds: readonly string[],
  { fromAt, toAt }: { readonly fromAt: number; readonly toAt: number },
  now: number,
): Promise<CauseCount[]> {
  const rules = await listCauseRules(db, companyId);
  if (rules.length === 0 && !(await hasGivenCause(db, companyId))) return [];
  const groups = await countBreaches(db, { companyId, timeZone, fromAt, toAt, now, commitmentIds, rules });
  return groups.flatMap(({ cause, count, channelId, commitmentId, metric }) =>
    cause === null ? [] : [{ cause, breached: count, channelId, commitmentId, metric }],
  );
}

async function hasGivenCause(db: Reader, companyId: number): Promise<boolean> {
  const found = await db.selectFrom('breach_cause').select('cause').where('company_id', '=', companyId).limit(1).executeTakeFirst();
  return found !== undefined;
}
