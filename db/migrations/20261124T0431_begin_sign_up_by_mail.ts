import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** An account is made only by who opens a link mailed to its address: until then there is a token and no user. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table email_token alter column user_id drop not null`.execute(db);
  await sql`alter table email_token drop constraint email_token_purpose_check`.execute(db);
  await sql`
    alter table email_token
      add constraint email_token_purpose_check check (purpose in ('sign-up', 'reset-password', 'change-email')),
      add constraint email_token_user_check check ((user_id is null) = (purpose = 'sign-up'))`.execute(db);
}
