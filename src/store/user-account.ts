import type { Row } from '../../db/schema.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export interface UserAccount {
  id: string;
  /** Lower case, unique. */
  email: string;
  name: string;
  /** Argon2id in PHC form. */
  passwordHash: string;
}

const COLUMNS = ['id', 'email', 'name', 'password_hash'] as const;

function toUserAccount(row: Pick<Row<'user_account'>, (typeof COLUMNS)[number]>): UserAccount {
  return { id: row.id, email: row.email, name: row.name, passwordHash: row.password_hash };
}

export async function findUserByEmail(db: Database | DatabaseTransaction, email: string): Promise<UserAccount | undefined> {
  const row = await db.selectFrom('user_account').select(COLUMNS).where('email', '=', email).executeTakeFirst();
  return row === undefined ? undefined : toUserAccount(row);
}

export async function findUserById(db: Database | DatabaseTransaction, id: string): Promise<UserAccount | undefined> {
  const row = await db.selectFrom('user_account').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toUserAccount(row);
}

/** Stores a user whose address was just proved by mail; false when the address has an account already. */
export async function insertUser(db: Database | DatabaseTransaction, user: UserAccount & { createdAt: Instant }): Promise<boolean> {
  const result = await db
    .insertInto('user_account')
    .values({
      id: user.id,
      email: user.email,
      name: user.name,
      password_hash: user.passwordHash,
      created_at: user.createdAt,
      email_verified_at: user.createdAt,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function updateUserName(db: Database | DatabaseTransaction, id: string, name: string): Promise<void> {
  await db.updateTable('user_account').set({ name }).where('id', '=', id).execute();
}

export async function updatePasswordHash(db: Database | DatabaseTransaction, id: string, passwordHash: string): Promise<void> {
  await db.updateTable('user_account').set({ password_hash: passwordHash }).where('id', '=', id).execute();
}

/** Puts a stronger hash of the same password in the place of `before`, unless the password was changed meanwhile. */
export async function replacePasswordHash(
  db: Database | DatabaseTransaction,
  id: string,
  hashes: { before: string; after: string },
): Promise<void> {
  await db
    .updateTable('user_account')
    .set({ password_hash: hashes.after })
    .where('id', '=', id)
    .where('password_hash', '=', hashes.before)
    .execute();
}

/** Moves an account to a proved address; false when another account has it. End the transaction then. */
export async function updateUserEmail(trx: DatabaseTransaction, id: string, email: string, verifiedAt: Instant): Promise<boolean> {
  try {
    await trx.updateTable('user_account').set({ email, email_verified_at: verifiedAt }).where('id', '=', id).execute();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

const UNIQUE_VIOLATION = '23505';
