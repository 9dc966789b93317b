import type { Instant } from '../../domain/instant.ts';
import type { CauseCount } from '../../domain/report/breach-causes.ts';
import { listCauseRules } from '../../store/cause-rule.ts';
import { countCauses } from '../breaches/count-breaches.ts';
import type { CompanyReference, Reader } from '../reader.ts';

/** Counts the breaches of these promises that have a cause, of messages that arrived in a period. */
export async function readBreachCauses(
  db: Reader,
  { id: companyId, timeZone }: CompanyReference,
  commitmentIds: readonly string[],
  { fromAt, toAt }: { readonly fromAt: Instant; readonly toAt: Instant },
  now: Instant,
): Promise<CauseCount[]> {
  return countCauses(db, { companyId, timeZone, fromAt, toAt, now, commitmentIds, rules: await listCauseRules(db, companyId) });
}
