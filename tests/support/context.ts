import { createHash } from 'node:crypto';
import type { Role } from '../../db/schema.ts';
import type { Actor, Context, Enqueue, JobName, JobPayloads } from '../../src/commands/context.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { type Company, insertCompany } from '../../src/store/company.ts';
import type { Database } from '../../src/store/database.ts';
import { insertMember } from '../../src/store/member.ts';
import { testSecrets } from './secrets.ts';

/** Monday, 2026-03-02, 09:00 UTC: the present of a test that asks for no other. */
export const TEST_NOW: Instant = 1_772_442_000;

/** A context whose clock and actor can be set, and that remembers the jobs it was given. */
export interface TestContext extends Context {
  now: Instant;
  actor: Actor;
  readonly jobs: { [Name in JobName]: { name: Name; payload: JobPayloads[Name] } }[JobName][];
}

/** Builds a context for commands: signed out, at `TEST_NOW`, with randomness that is the same in each run but never repeats. */
export function makeContext(db: Database, given: { now?: Instant; actor?: Actor; address?: string } = {}): TestContext {
  const jobs: TestContext['jobs'] = [];
  const enqueue: Enqueue = async (_db, name, payload) => {
    jobs.push({ name, payload } as TestContext['jobs'][number]);
  };
  return {
    db,
    now: given.now ?? TEST_NOW,
    actor: given.actor ?? { kind: 'anonymous' },
    address: given.address ?? '192.0.2.1',
    userAgent: 'test',
    baseUrl: 'https://kept.example',
    randomBytes: countedBytes,
    secrets: testSecrets,
    enqueue,
    jobs,
  };
}

let drawn = 0;

/** Bytes that look random, differ at each call, and are the same in each run of a test file. */
export function countedBytes(length: number): Buffer {
  drawn += 1;
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) => createHash('sha256').update(`${drawn}:${block}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

const nextName = (prefix: string): string => `${prefix}-${countedBytes(6).toString('hex')}`;

/** Stores a user with a mail address of its own, who has no usable password. */
export async function makeUser(db: Database): Promise<{ id: string; email: string; actor: Actor }> {
  const id = nextName('user');
  const email = `${id}@example.com`;
  await db
    .insertInto('user_account')
    .values({ id, email, name: 'Test user', password_hash: 'none', created_at: TEST_NOW, email_verified_at: TEST_NOW })
    .execute();
  return { id, email, actor: { kind: 'user', userId: id, sessionHash: `session-of-${id}` } };
}

/** Stores a company with a slug of its own, and an owner. */
export async function makeCompany(
  db: Database,
  given: Partial<Omit<Company, 'id'>> = {},
): Promise<Company & { owner: Awaited<ReturnType<typeof makeUser>> }> {
  const slug = given.slug ?? nextName('company');
  const company = await insertCompany(db, {
    slug,
    name: `Company ${slug}`,
    site: 'https://example.com',
    industry: 'retail',
    country: 'DE',
    timeZone: 'Europe/Berlin',
    notice: null,
    createdAt: TEST_NOW,
    ...given,
    authorKey: countedBytes(32),
  });
  if (company === undefined) throw new Error(`The slug ${slug} is taken.`);
  return { ...company, owner: await makeMember(db, company.id, 'owner') };
}

/** Stores a user and makes it a member of the company. */
export async function makeMember(db: Database, companyId: number, role: Role): ReturnType<typeof makeUser> {
  const user = await makeUser(db);
  await insertMember(db, { companyId, userId: user.id, role, joinedAt: TEST_NOW });
  return user;
}
