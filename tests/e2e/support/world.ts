import { randomBytes } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import type { Role } from '../../../db/schema.ts';
import type { Actor, Context } from '../../../src/commands/context.ts';
import { createCompany } from '../../../src/commands/create-company.ts';
import { hashPassword } from '../../../src/commands/password-hash.ts';
import { publishAgreement } from '../../../src/commands/publish-agreement.ts';
import { recordEvents } from '../../../src/commands/record-events.ts';
import { saveDraft } from '../../../src/commands/save-draft.ts';
import { startDraft } from '../../../src/commands/start-draft.ts';
import type { Agreement } from '../../../src/domain/agreement/agreement.ts';
import { hashSessionId } from '../../../src/http/session-adapter.ts';
import type { Company } from '../../../src/store/company.ts';
import type { Database } from '../../../src/store/database.ts';
import type { SourceScope } from '../../../src/store/event.ts';
import { insertMember } from '../../../src/store/member.ts';
import { insertSource } from '../../../src/store/source.ts';
import { insertUser } from '../../../src/store/user-account.ts';
import { insertSession } from '../../../src/store/user-session.ts';
import { GOOD_PASSWORD } from '../../support/account.ts';
import { makeAgreement } from '../../support/agreement.ts';
import { testSecrets } from '../../support/secrets.ts';
import { readLastMail } from './outbox.ts';

const HOUR = 3_600;
const NAME_BYTES = 5;

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly actor: Actor;
}

export interface OwnedCompany extends Company {
  readonly owner: Person;
}

/** The world of one test, made through the commands beside the running product: nobody else knows its people and companies. */
export class World {
  readonly db: Database;
  readonly baseUrl: string;
  readonly dataDir: string;

  constructor(given: { db: Database; baseUrl: string; dataDir: string }) {
    this.db = given.db;
    this.baseUrl = given.baseUrl;
    this.dataDir = given.dataDir;
  }

  /** A word that no other test has: `thing-3f9a0c1d2e`. */
  newName(prefix: string): string {
    return `${prefix}-${randomBytes(NAME_BYTES).toString('hex')}`;
  }

  /** The present, in whole seconds. */
  now(): number {
    return Math.floor(Date.now() / 1000);
  }

  /** A person with an account and a password that the sign-in page accepts. */
  async makePerson(name = 'Test person'): Promise<Person> {
    const id = this.newName('person');
    const email = `${id}@example.net`;
    const passwordHash = await hashPassword(GOOD_PASSWORD, randomBytes);
    await insertUser(this.db, { id, email, name, passwordHash, createdAt: this.now() });
    return { id, email, password: GOOD_PASSWORD, actor: { kind: 'user', userId: id, sessionHash: '' } };
  }

  /** Signs the person in on this browser without the sign-in page. */
  async signIn(browser: BrowserContext, person: Person): Promise<void> {
    const sessionId = randomBytes(25).toString('hex');
    const now = this.now();
    const seen = { createdAt: now, lastSeenAt: now, expiresAt: now + 24 * HOUR, userAgent: 'test', address: '192.0.2.1' };
    await insertSession(this.db, { idHash: hashSessionId(sessionId), userId: person.id, ...seen });
    await browser.addCookies([{ name: 'kept_session', value: sessionId, url: this.baseUrl, httpOnly: true, sameSite: 'Lax' }]);
  }

  /** A company with an owner and an address of its own. */
  async makeCompany(given: { name?: string; slug?: string; timeZone?: string } = {}): Promise<OwnedCompany> {
    const owner = await this.makePerson();
    const slug = given.slug ?? this.newName('company');
    const input = {
      name: `Company ${slug}`,
      slug,
      industry: 'retail',
      country: 'DE',
      timeZone: 'Europe/Berlin',
      site: 'https://example.com',
    };
    const company = await createCompany(this.context(owner.actor), { ...input, ...given } as Parameters<typeof createCompany>[1]);
    return { ...company, owner };
  }

  /** A person who belongs to the company. */
  async makeMember(company: Company, role: Role): Promise<Person> {
    const person = await this.makePerson();
    await insertMember(this.db, { companyId: company.id, userId: person.id, role, joinedAt: this.now() });
    return person;
  }

  /** Publishes an agreement, in force at once when it is the company's first. */
  async publishAgreement(company: OwnedCompany, agreement: Agreement = makeAgreement()): Promise<Agreement> {
    const ctx = this.context(company.owner.actor);
    const { revision: first } = await startDraft(ctx, company.slug, { from: 'empty' });
    const { revision } = await saveDraft(ctx, company.slug, { revision: first, content: agreement });
    await publishAgreement(ctx, company.slug, { revision });
    return agreement;
  }

  /** A source of the company, through which `sendEvents` records. */
  async makeSource(company: Company): Promise<SourceScope> {
    const facts = {
      companyId: company.id,
      kind: 'api',
      name: this.newName('source'),
      evidence: 'reported',
      createdAt: this.now(),
    } as const;
    const source = await this.db.transaction().execute((trx) => insertSource(trx, facts));
    if (source === undefined) throw new Error('The name of the source is taken.');
    return { companyId: company.id, sourceId: source.id };
  }

  /** Records events as the API does, without its HTTP. @throws Error when one is not recorded. */
  async sendEvents(scope: SourceScope, events: readonly object[]): Promise<void> {
    const result = await recordEvents(this.context({ kind: 'system' }), scope, events);
    if (result.recorded !== events.length) throw new Error(`Not all events were recorded: ${JSON.stringify(result.items)}`);
  }

  /** The newest mail to `email`, once the product has written it. */
  lastMailTo(email: string): Promise<{ subject: string; text: string }> {
    return readLastMail(this.dataDir, email);
  }

  /** A context for commands that the world calls itself. */
  context(actor: Actor): Context {
    return {
      db: this.db,
      now: this.now(),
      actor,
      address: '192.0.2.1',
      userAgent: 'test',
      baseUrl: this.baseUrl,
      randomBytes,
      secrets: testSecrets,
      enqueue: async () => {},
    };
  }
}
