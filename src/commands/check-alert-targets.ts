import { parseTarget } from '../domain/alert/alert-rule.ts';
import { listAlertDestinations } from '../store/alert-destination.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { findMemberRole } from '../store/member.ts';
import { AppError } from './errors.ts';

/** @throws AppError `not-found` unless each target is a member or a destination of the company. */
export async function checkTargets(trx: DatabaseTransaction, companyId: number, targets: readonly string[]): Promise<void> {
  const destinations = new Set((await listAlertDestinations(trx, companyId)).map(({ id }) => id));
  for (const text of targets) {
    const target = parseTarget(text);
    const isThere =
      target?.kind === 'member' ? (await findMemberRole(trx, companyId, target.id)) !== undefined : destinations.has(target?.id ?? '');
    if (target === undefined || !isThere) {
      throw new AppError('not-found', 'Somebody or something that alerts shall go to is not there.', 'Reload the page and choose again.');
    }
  }
}
