import { type DestinationSettings, destinationForm } from '../domain/alert/destination.ts';
import type { StoredDestination } from '../store/alert-destination.ts';
import type { SecretBox } from '../store/secret-box.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';

const placeOf = (companyId: number, id: string) => ({ table: 'alert_destination', companyId, id });

/** Encrypts the settings of a destination for its row. @throws AppError `no-secrets-key` where there is no key to do it with. */
export function sealSettings(
  { secrets, randomBytes }: Pick<Context, 'secrets' | 'randomBytes'>,
  companyId: number,
  id: string,
  settings: DestinationSettings,
): string {
  if (secrets.keyName === undefined) {
    throw new AppError(
      'no-secrets-key',
      'This installation has no key to keep secrets with.',
      'Whoever runs it sets SECRETS_KEY; docs/configuration.md says how.',
    );
  }
  return secrets.seal(JSON.stringify(settings), placeOf(companyId, id), randomBytes);
}

/** The settings of a destination; undefined when they cannot be read any more, as after its key was lost. */
export function openSettings(secrets: SecretBox, companyId: number, stored: StoredDestination): DestinationSettings | undefined {
  if (stored.sealed === null) return destinationForm.parse(stored.settings);
  const text = secrets.open(stored.sealed, placeOf(companyId, stored.id));
  return text === undefined ? undefined : destinationForm.parse(JSON.parse(text));
}
