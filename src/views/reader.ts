import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema.ts';

/** The database as views use it: they read and never write. */
export type Reader = Kysely<Schema>;

/** The company a view is about. */
export interface CompanyReference {
  readonly id: number;
  /** IANA zone in which its days begin. */
  readonly timeZone: string;
}
