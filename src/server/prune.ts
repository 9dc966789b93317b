import { AUTHOR_RETENTION_DAYS } from '../domain/conversation/author-retention.ts';
import { DAY_SECONDS, type Instant } from '../domain/instant.ts';
import { forgetAlertsBefore } from '../store/alert.ts';
import { forgetAuthorsBefore } from '../store/author.ts';
import type { Database } from '../store/database.ts';
import { forgetDigestsBefore } from '../store/digest.ts';
import { deleteImportsWaitingSince } from '../store/import-run.ts';
import type { UploadFolder } from './upload-folder.ts';

/** An upload that nobody started by then was given up. */
const UPLOAD_WAITS_SECONDS = 2 * DAY_SECONDS;

/** Alerts, and the log of their delivery. */
const ALERT_DAYS = 90;

/** Digests: so long their links to unsubscribe work. */
const DIGEST_DAYS = 400;

/** Deletes what has expired or was kept long enough; `docs/privacy.md` says how long that is. */
export async function prune(db: Database, uploads: UploadFolder, now: Instant): Promise<void> {
  await forgetAuthorsBefore(db, now - AUTHOR_RETENTION_DAYS * DAY_SECONDS);
  await forgetAlertsBefore(db, now - ALERT_DAYS * DAY_SECONDS);
  await forgetDigestsBefore(db, now - DIGEST_DAYS * DAY_SECONDS);
  await db.deleteFrom('user_session').where('expires_at', '<', now).execute();
  await db
    .deleteFrom('email_token')
    .where('expires_at', '<', now - DAY_SECONDS)
    .execute();
  await db
    .deleteFrom('rate_limit')
    .where('window_started_at', '<', now - 2 * DAY_SECONDS)
    .execute();
  for (const id of await deleteImportsWaitingSince(db, now - UPLOAD_WAITS_SECONDS)) await uploads.remove(id);
}
