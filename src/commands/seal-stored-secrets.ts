import { listDestinationsToSeal, sealAlertDestination } from '../store/alert-destination.ts';
import type { Context } from './context.ts';
import { openSettings, sealSettings } from './destination-secrets.ts';

/** What became of secrets that the newest key had not sealed. */
export interface SealedSecrets {
  readonly sealed: number;
  /** That no key here opens. */
  readonly unreadable: number;
  /** That lie open since there is no key. */
  readonly open: number;
}

/**
 * Seals by the newest key whatever lies open, as older versions stored it, or was sealed by an older key. Of several instances at once each
 * seals what the others have not.
 */
export async function sealStoredSecrets({
  db,
  secrets,
  randomBytes,
}: Pick<Context, 'db' | 'secrets' | 'randomBytes'>): Promise<SealedSecrets> {
  let [sealed, unreadable, open] = [0, 0, 0];
  for (const { companyId, ...stored } of await listDestinationsToSeal(db, secrets.keyName)) {
    const settings = openSettings(secrets, companyId, stored);
    if (settings === undefined) unreadable += 1;
    else if (secrets.keyName === undefined) open += 1;
    else if (await sealAlertDestination(db, companyId, stored, sealSettings({ secrets, randomBytes }, companyId, stored.id, settings)))
      sealed += 1;
  }
  return { sealed, unreadable, open };
}
