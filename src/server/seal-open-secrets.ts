import { randomBytes } from 'node:crypto';
import { sealStoredSecrets } from '../commands/seal-stored-secrets.ts';
import type { OpenDatabase } from '../store/database.ts';
import type { SecretBox } from '../store/secret-box.ts';

/** Secrets that older versions stored open, or an older key sealed. Whoever runs Kept is told of those that need them. */
export async function sealOpenSecrets({ db }: OpenDatabase, secrets: SecretBox): Promise<void> {
  const { sealed, unreadable, open } = await sealStoredSecrets({ db, secrets, randomBytes });
  if (sealed > 0) console.log(`  the secrets of ${sealed} alert destinations were encrypted by the key ${secrets.keyName}`);
  if (open > 0)
    console.error(`The secrets of ${open} alert destinations lie in the database unencrypted: set SECRETS_KEY (docs/configuration.md).`);
  if (unreadable > 0) {
    console.error(
      `The secrets of ${unreadable} alert destinations cannot be read: give SECRETS_KEY the key that they were encrypted by (docs/operations.md).`,
    );
  }
}
